namespace StorageX.Host.Daemon.Jobs;

/// <summary>Where a job is in its life.</summary>
internal enum JobState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being worked on.</summary>
    Running,

    /// <summary>Its host wants to be left alone until a time; it keeps no place meanwhile.</summary>
    Parked,

    /// <summary>It ended well.</summary>
    Done,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Cancelled,
}

/// <summary>What a job does.</summary>
internal enum JobKind
{
    /// <summary>A file goes to a host.</summary>
    Upload,

    /// <summary>A file comes back.</summary>
    Download,

    /// <summary>Every image of a file is looked at.</summary>
    Health,

    /// <summary>The images of an upload go.</summary>
    Delete,

    /// <summary>The images that no upload uses go.</summary>
    Prune,

    /// <summary>What hosts have lost of a file is stored again.</summary>
    Repair,

    /// <summary>A file is stored on other hosts too.</summary>
    Copy,

    /// <summary>A file goes to other hosts.</summary>
    Move,
}
