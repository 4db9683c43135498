using StorageX.Images;

namespace StorageX.Probing;

/// <summary>Whether a host can keep pieces.</summary>
public enum ProbeVerdict
{
    /// <summary>It can, within the limits that were found.</summary>
    Usable,

    /// <summary>It alters pictures of any size.</summary>
    Alters,

    /// <summary>It takes none, or cannot be reached.</summary>
    Refuses,

    /// <summary>It takes pictures and does not have them afterwards.</summary>
    Loses,
}

/// <summary>What a host does with a picture that it has already.</summary>
public enum DuplicatePolicy
{
    /// <summary>It was not tried.</summary>
    Unknown,

    /// <summary>It answers the same locator.</summary>
    SameLocator,

    /// <summary>It keeps it once more and answers a new locator.</summary>
    NewLocator,

    /// <summary>It refuses it.</summary>
    Refused,
}

/// <summary>What became of one canary.</summary>
/// <param name="Kind">What it looked like.</param>
/// <param name="Size">Its sides.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Detail">How, as a clause; it may hold the host's words. Empty where there is nothing to add.</param>
/// <param name="StoreTime">How long storing took; null if it was not stored.</param>
/// <param name="FetchTime">How long fetching took; null if it was not fetched.</param>
public sealed record ProbeFinding(
    CanaryKind Kind, CanvasSize Size, long Bytes, CanaryFate Fate, string Detail, TimeSpan? StoreTime = null, TimeSpan? FetchTime = null)
{
    /// <summary>Whether a piece would come back whole.</summary>
    public bool Survives => Fate is CanaryFate.Exact or CanaryFate.Lossless;
}

/// <summary>What was found out of a host.</summary>
public sealed record ProbeReport
{
    /// <summary>The backend's name.</summary>
    public required string Backend { get; init; }

    /// <summary>What became of each canary, in the order they were sent.</summary>
    public IReadOnlyList<ProbeFinding> Findings { get; init; } = [];

    /// <summary>Whether the host can be used.</summary>
    public ProbeVerdict Verdict { get; init; }

    /// <summary>The largest file that survived, in bytes; null if none did.</summary>
    public long? LargestBytes { get; init; }

    /// <summary>The longest side that survived, in pixels; null if none did.</summary>
    public int? LargestSide { get; init; }

    /// <summary>The limit on bytes that was met: the largest file that survives, where a larger one did not. Null if none was met.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The limit on sides that was met, in pixels. Null if none was met.</summary>
    public int? MaxSide { get; init; }

    /// <summary>The smallest side that survives, in pixels, where the smallest that pieces have, 16, did not. Null if that did.</summary>
    public int? MinSide { get; init; }

    /// <summary>What it does with a picture that it has already.</summary>
    public DuplicatePolicy Duplicates { get; init; }

    /// <summary>Whether pictures can be fetched without credentials; null where locators are no URLs of the web.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>How many canaries were stored.</summary>
    public int Stored { get; init; }

    /// <summary>How many of them were deleted.</summary>
    public int Deleted { get; init; }

    /// <summary>Why the probe ended early; null if it did not.</summary>
    public string? Stopped { get; init; }
}
