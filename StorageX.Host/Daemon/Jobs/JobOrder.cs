using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>What a job is to do; kept with it, and never changed.</summary>
internal sealed record JobOrder
{
    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>The upload's source, the user's own copy for a repair, or the download's target: a file, or a directory that is there. Null where the file came as a request's body.</summary>
    public string? Path { get; init; }

    /// <summary>The file in the spool directory that holds the request's body.</summary>
    public string? Spool { get; init; }

    /// <summary>The name that an upload's manifest gives to the file, or that the file has where it is known.</summary>
    public string? Name { get; init; }

    /// <summary>The backend or pool where images go, or several backends with commas between; null for the default one, or the hosts of the file.</summary>
    public string? To { get; init; }

    /// <summary>On how many hosts each image of an upload or a copy is; null for what the pool says.</summary>
    public int? Copies { get; init; }

    /// <summary>How many images of a group may be lost, as "10+4"; null for what the pool says.</summary>
    public string? Parity { get; init; }

    /// <summary>The format of an upload, 1 or 2; null for the setting.</summary>
    public int? Format { get; init; }

    /// <summary>Whether an upload's images are open to everyone.</summary>
    public bool Public { get; init; }

    /// <summary>Whether an upload's pieces hide which of them are equal.</summary>
    public bool PrivatePieces { get; init; }

    /// <summary>Whether an upload fetches and compares what is stored already.</summary>
    public bool Recheck { get; init; }

    /// <summary>A full image's width in pixels; null for the setting.</summary>
    public int? Width { get; init; }

    /// <summary>A full image's height in pixels; null for the setting.</summary>
    public int? Height { get; init; }

    /// <summary>Whether a download may replace a file.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The largest file that a download fetches, in bytes; null for any.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Whether a look at a file only asks the hosts whether each image exists.</summary>
    public bool Quick { get; init; }

    /// <summary>Whether a deletion deletes nothing, and only counts.</summary>
    public bool DryRun { get; init; }

    /// <summary>The upload of the history that the daemon made the job for on its own; null where somebody wanted it.</summary>
    public long? Care { get; init; }

    /// <summary>The name, beside the target, under which a download grows; no other job's is the same.</summary>
    public string? Staging { get; init; }
}

/// <summary>A job that somebody wants done.</summary>
/// <param name="Order">What it is to do.</param>
/// <param name="Priority">The higher, the sooner.</param>
/// <param name="Key">What a download follows, a health job looks at, or a deletion is to delete.</param>
/// <param name="Size">The file's size in bytes, if it is known.</param>
/// <param name="Idempotency">The name that the client gave to its request, and what the request was.</param>
internal sealed record JobSubmission(JobOrder Order, int Priority, HiddenText? Key, long? Size, Idempotency? Idempotency);

/// <summary>A request that the client may repeat without a second job being made.</summary>
/// <param name="Name">What the client called it.</param>
/// <param name="Fingerprint">SHA-256 of what was asked.</param>
internal sealed record Idempotency(string Name, string Fingerprint);
