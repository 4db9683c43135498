using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>How one run of a job ended.</summary>
internal abstract record JobOutcome
{
    /// <summary>An upload has its key.</summary>
    public sealed record Stored(HiddenText Key, string Name, long Size) : JobOutcome;

    /// <summary>A download's file is there.</summary>
    public sealed record Placed(string Path, string Name, long Size) : JobOutcome;

    /// <summary>A job that has a report has come to its end; there is an error where that is no success, and a key where the file has another now.</summary>
    public sealed record Told(JobReport Report, string? Name = null, long? Size = null, JobError? Error = null, HiddenText? Key = null) : JobOutcome;

    /// <summary>It failed.</summary>
    public sealed record Broken(JobError Error) : JobOutcome;

    /// <summary>It was ended from outside, and has cleaned up.</summary>
    public sealed record Stopped : JobOutcome;
}
