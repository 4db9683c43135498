using Akka.Event;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>The messages that the manager of jobs understands, and its answers.</summary>
internal static class JobProtocol
{
    /// <summary>Something that a client asks; answered by a <see cref="JobAnswer"/> when it is on the disk.</summary>
    public abstract record Request;

    /// <summary>Make a job, unless the same request has made one already.</summary>
    public sealed record Submit(JobSubmission Submission) : Request;

    /// <summary>End a job.</summary>
    public sealed record Cancel(long Id) : Request;

    /// <summary>Try a job again that failed or was cancelled.</summary>
    public sealed record Retry(long Id) : Request;

    /// <summary>Forget a job that is over.</summary>
    public sealed record Forget(long Id) : Request;

    /// <summary>Keep that a download only lacks its name; asked by its run.</summary>
    public sealed record Place(long Id, string Target, string Name, long Size) : Request;

    /// <summary>Keep that a deletion has found what it is to delete; asked by its run.</summary>
    public sealed record Recognize(long Id, string? Name, long? Size) : Request;

    /// <summary>Begin no job any more, let those that run go on for a while, park the rest; answered by <see cref="Drained"/>.</summary>
    public sealed record Drain(TimeSpan Patience);

    /// <summary>No job runs any more.</summary>
    public sealed record Drained;

    /// <summary>What became of a request.</summary>
    /// <param name="Job">The job afterwards; null when there is none.</param>
    /// <param name="Refusal">Why nothing was done; null when it was.</param>
    /// <param name="Existed">Whether a request of that name had made the job already.</param>
    public sealed record JobAnswer(Job? Job, JobRefusal? Refusal = null, bool Existed = false);

    /// <summary>A run has ended.</summary>
    public sealed record RunEnded(LiveJob Run, JobOutcome Outcome);

    /// <summary>The host of a job that runs lets nothing begin until then.</summary>
    public sealed record HostWaits(LiveJob Run, DateTimeOffset Until);

    /// <summary>A parked job may be due.</summary>
    public sealed class WakeTick : IDeadLetterSuppression
    {
        public static readonly WakeTick Instance = new();
    }

    /// <summary>It is time to keep how far running jobs are.</summary>
    public sealed class NoteTick : IDeadLetterSuppression
    {
        public static readonly NoteTick Instance = new();
    }

    /// <summary>The patience with running jobs is over.</summary>
    public sealed class DrainTick : IDeadLetterSuppression
    {
        public static readonly DrainTick Instance = new();
    }
}

/// <summary>Why a request was refused.</summary>
internal enum JobRefusal
{
    /// <summary>There is no such job.</summary>
    Unknown,

    /// <summary>The job is in a state in which that cannot happen.</summary>
    WrongState,

    /// <summary>The file came as a request's body, which was deleted when the job was over.</summary>
    BodyGone,

    /// <summary>A request of that name asked for something else.</summary>
    OtherRequest,

    /// <summary>Too many jobs wait.</summary>
    Full,

    /// <summary>The daemon is ending.</summary>
    Ending,

    /// <summary>The disk does not take it.</summary>
    Disk,
}
