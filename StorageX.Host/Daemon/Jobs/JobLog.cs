using Microsoft.Extensions.Logging;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>What the daemon logs of jobs: numbers and kinds, never a key.</summary>
internal sealed partial class JobLog(ILogger<JobLog> logger)
{
    /// <summary>A job was made.</summary>
    [LoggerMessage(1, LogLevel.Information, "job {Id}: {Kind} submitted")]
    public partial void Submitted(long id, JobKind kind);

    /// <summary>A job runs.</summary>
    [LoggerMessage(2, LogLevel.Information, "job {Id}: {Kind} begins, run {Run}")]
    public partial void Started(long id, JobKind kind, int run);

    /// <summary>A job's run has ended.</summary>
    [LoggerMessage(3, LogLevel.Information, "job {Id}: {Kind} is {State}{Error}")]
    public partial void Ended(long id, JobKind kind, JobState state, string error);

    /// <summary>The disk does not take what happened to a job.</summary>
    [LoggerMessage(4, LogLevel.Error, "the jobs cannot be kept: {Reason}; trying again")]
    public partial void DiskRefuses(string reason);
}
