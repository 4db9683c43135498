namespace StorageX.Host.Daemon.Jobs;

/// <summary>Which job is next: the highest priority first, and of those that have the same the one submitted first.</summary>
internal sealed class JobQueue
{
    private readonly SortedSet<(int Priority, long Id)> _waiting = new(Comparer<(int Priority, long Id)>.Create(
        (left, right) => left.Priority != right.Priority ? right.Priority.CompareTo(left.Priority) : left.Id.CompareTo(right.Id)));

    private readonly SortedSet<(DateTimeOffset WakeAt, long Id)> _parked = [];

    /// <summary>How many wait for their turn.</summary>
    public int Count => _waiting.Count;

    /// <summary>Which one is next; null when none waits.</summary>
    public long? Next => _waiting.Count > 0 ? _waiting.Min.Id : null;

    /// <summary>When the next parked one wants to go on; null when none is parked.</summary>
    public DateTimeOffset? NextWake => _parked.Count > 0 ? _parked.Min.WakeAt : null;

    /// <summary>The parked ones whose time has come.</summary>
    public List<long> Due(DateTimeOffset now) => [.. _parked.TakeWhile(parked => parked.WakeAt <= now).Select(parked => parked.Id)];

    /// <summary>Takes note of a job's new state.</summary>
    /// <param name="before">The job before; null for a new one.</param>
    /// <param name="after">The job now; null for one that is forgotten.</param>
    public void Changed(Job? before, Job? after)
    {
        if (before is not null)
        {
            _waiting.Remove((before.Priority, before.Id));
            if (before.WakeAt is { } old)
                _parked.Remove((old, before.Id));
        }

        if (after?.State == JobState.Queued)
            _waiting.Add((after.Priority, after.Id));
        else if (after is { State: JobState.Parked, WakeAt: { } wake })
            _parked.Add((wake, after.Id));
    }
}
