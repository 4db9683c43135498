using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>
/// What can happen to a job. Each method answers the job as it is afterwards; null where that cannot happen in its state.
/// </summary>
internal static class JobLife
{
    /// <summary>A job that was just submitted.</summary>
    public static Job Submitted(long id, JobSubmission submission, DateTimeOffset now) => new()
    {
        Id = id,
        Order = submission.Order,
        State = JobState.Queued,
        Priority = submission.Priority,
        Created = now,
        Name = submission.Order.Name,
        Size = submission.Size,
        Key = submission.Key,
        Idempotency = submission.Idempotency,
    };

    /// <summary>Its turn has come.</summary>
    public static Job? Started(this Job job, DateTimeOffset now) => job.State == JobState.Queued
        ? job with { State = JobState.Running, Started = job.Started ?? now, Runs = job.Runs + 1 }
        : null;

    /// <summary>A download's bytes are all there; from now on it only lacks its name.</summary>
    public static Job? Placing(this Job job, string target, string name, long size) => job.State == JobState.Running
        ? job with { Placing = target, Name = name, Size = size }
        : null;

    /// <summary>A deletion has found what it is to delete.</summary>
    public static Job? Recognized(this Job job, string? name, long? size) => job.State == JobState.Running
        ? job with { Recognized = true, Name = name ?? job.Name, Size = size ?? job.Size }
        : null;

    /// <summary>Its host wants to be left alone, or the daemon ends: it goes on at <paramref name="until"/>.</summary>
    public static Job? Parked(this Job job, DateTimeOffset until) => job.State == JobState.Running && !job.Cancelling
        ? job with { State = JobState.Parked, WakeAt = until }
        : null;

    /// <summary>Its time of waking has come.</summary>
    public static Job? Woken(this Job job, DateTimeOffset now) => job.State == JobState.Parked && job.WakeAt <= now ? Again(job) : null;

    /// <summary>It ran when the daemon ended without a word: it goes on, or ends if that was asked for.</summary>
    public static Job? Recovered(this Job job, DateTimeOffset now) =>
        job.State != JobState.Running ? null : job.Cancelling ? Over(job, JobState.Cancelled, now) : Again(job);

    /// <summary>It ended well.</summary>
    public static Job? Done(this Job job, DateTimeOffset now) => job.State == JobState.Running ? Over(job, JobState.Done, now) : null;

    /// <summary>It ended with an error.</summary>
    public static Job? Failed(this Job job, JobError error, DateTimeOffset now) => job.State == JobState.Running
        ? Over(job, JobState.Failed, now) with { Error = error }
        : null;

    /// <summary>Somebody wants its end: it ends at once, or when what runs has cleaned up.</summary>
    public static Job? CancelAsked(this Job job, DateTimeOffset now) => job.State switch
    {
        JobState.Queued or JobState.Parked => Over(job, JobState.Cancelled, now),
        JobState.Running when !job.Cancelling => job with { Cancelling = true },
        _ => null,
    };

    /// <summary>What ran has cleaned up.</summary>
    public static Job? Cancelled(this Job job, DateTimeOffset now) => job is { State: JobState.Running, Cancelling: true } ? Over(job, JobState.Cancelled, now) : null;

    /// <summary>Somebody wants it tried again: a download, from its bytes on, since nothing is known any more of a file that has the name.</summary>
    public static Job? Retried(this Job job) => job.State is JobState.Failed or JobState.Cancelled
        ? Again(job) with { Error = null, Ended = null, Placing = null, Report = null }
        : null;

    private static Job Again(Job job) => job with { State = JobState.Queued, WakeAt = null };

    private static Job Over(Job job, JobState state, DateTimeOffset now) => job with { State = state, Ended = now, Cancelling = false, WakeAt = null };
}
