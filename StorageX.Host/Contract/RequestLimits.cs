namespace StorageX.Host.Contract;

/// <summary>What requests may ask for.</summary>
internal static class RequestLimits
{
    /// <summary>A job's least priority.</summary>
    public const int LeastPriority = -1000;

    /// <summary>The priority of what the daemon does on its own: behind all that somebody wants.</summary>
    public const int CarePriority = LeastPriority - 1;

    /// <summary>A job's highest priority.</summary>
    public const int MostPriority = 1000;

    /// <summary>How many jobs are listed at most.</summary>
    public const int MostListed = 1000;

    /// <summary>How many jobs are listed where nobody says how many.</summary>
    public const int UsuallyListed = 100;

    /// <summary>The most downloads that a share can allow.</summary>
    public const int MostDownloads = 1_000_000_000;
}
