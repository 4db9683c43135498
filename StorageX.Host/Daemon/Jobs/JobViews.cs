using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>What the API shows of jobs.</summary>
internal static class JobViews
{
    /// <summary>A job without its key.</summary>
    public static JobView Of(Job job) => new(
        job.Id, Word(job.Order.Kind), Word(job.State), job.Cancelling, job.Priority, job.Name, job.Result ?? job.Order.Path, job.Order.To, job.Size,
        job.Created, job.Started, job.Ended, job.WakeAt, job.Runs, job.Key is not null, job.TroubleCount, job.Progress, job.Error,
        job.Report?.Health?.Summary(), job.Report?.Deletion?.Summary(), job.Report?.Rehosting?.Summary(), job.Order.Care is not null);

    /// <summary>The word for a state.</summary>
    public static string Word(JobState state) => state switch
    {
        JobState.Queued => JobWords.Queued,
        JobState.Running => JobWords.Running,
        JobState.Parked => JobWords.Parked,
        JobState.Done => JobWords.Done,
        JobState.Failed => JobWords.Failed,
        _ => JobWords.Cancelled,
    };

    /// <summary>The word for a kind.</summary>
    public static string Word(JobKind kind) => kind switch
    {
        JobKind.Upload => JobWords.Upload,
        JobKind.Download => JobWords.Download,
        JobKind.Health => JobWords.Health,
        JobKind.Delete => JobWords.Delete,
        JobKind.Prune => JobWords.Prune,
        JobKind.Repair => JobWords.Repair,
        JobKind.Copy => JobWords.Copy,
        _ => JobWords.Move,
    };
}
