using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>The last things that went wrong with a job and were tried again; for one caller at a time.</summary>
internal sealed class JobTroubles
{
    /// <summary>How many are kept.</summary>
    public const int Most = 100;

    private readonly Queue<JobTrouble> _last;

    /// <summary>Those of earlier runs.</summary>
    public JobTroubles(Job job) => (_last, Count) = (new(job.Troubles), job.TroubleCount);

    /// <summary>How many there were in all.</summary>
    public int Count { get; private set; }

    /// <summary>The last ones, the newest last.</summary>
    public IReadOnlyList<JobTrouble> Last => [.. _last];

    /// <summary>Adds one.</summary>
    public void Add(DateTimeOffset at, string message)
    {
        Count++;
        _last.Enqueue(new JobTrouble(at, message));
        if (_last.Count > Most)
            _last.Dequeue();
    }
}
