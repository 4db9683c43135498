namespace StorageX.Host.Daemon.Events;

/// <summary>The last events, in memory, for those who follow. One writer; any number of readers.</summary>
internal sealed class EventLog
{
    /// <summary>How many are kept, here and on the disk.</summary>
    public const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly List<JobEvent> _events;
    private int _start;

    /// <param name="events">Those that were on the disk, in order.</param>
    /// <param name="last">The number of the last event there ever was.</param>
    public EventLog(IEnumerable<JobEvent> events, long last) => (_events, Last) = ([.. events], last);

    /// <summary>The number of the last event; 0 when there was none.</summary>
    public long Last { get; private set; }

    /// <summary>Adds an event that is on the disk.</summary>
    public void Add(JobEvent added)
    {
        lock (_gate)
        {
            _events.Add(added);
            Last = added.Seq;
            if (_events.Count - _start > Most)
                _start++;
            if (_start >= Most)
            {
                _events.RemoveRange(0, _start);
                _start = 0;
            }
        }
    }

    /// <summary>Up to a hundred events after one.</summary>
    /// <param name="seq">That one.</param>
    /// <returns>The events, in order; null when some of them are no longer kept, or <paramref name="seq"/> has not happened yet.</returns>
    public IReadOnlyList<JobEvent>? After(long seq)
    {
        const int page = 100;
        lock (_gate)
        {
            var count = _events.Count - _start;
            var missing = Last - seq;
            if (missing < 0 || missing > count)
                return null;
            return _events.GetRange(_events.Count - (int)missing, (int)Math.Min(page, missing));
        }
    }
}
