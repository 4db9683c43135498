using System.Diagnostics;

namespace Akka.Actor;

/// <summary>
/// The default scheduler. It bears the name that configuration files know, but needs no ticking thread: a heap of
/// deadlines and one timer that is set to the next of them. What is due runs in the order of its deadlines, and cancelling
/// takes it out at once.
/// </summary>
internal sealed class HashedWheelTimerScheduler : SchedulerBase, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _heap = [];
    private readonly Timer _timer;
    private long _sequence;
    private long _timerDue = long.MaxValue;
    private bool _running;
    private bool _closed;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) => _timer = new Timer(static state => ((HashedWheelTimerScheduler)state!).RunDue(), this, Timeout.Infinite, Timeout.Infinite);

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _heap.Clear();
        }

        _timer.Dispose();
    }

    private protected override void Schedule(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        if (cancelable?.IsCancellationRequested == true)
            return;

        var entry = new Entry(this, action, interval, cancelable);
        lock (_lock)
        {
            if (_closed)
                throw new SchedulerException("cannot enqueue after timer shutdown");

            Push(entry, MonotonicClock + delay);
            SetTimer();
        }

        if (cancelable != null)
            entry.Registration = cancelable.Token.UnsafeRegister(static state => ((Entry)state!).Cancel(), entry);
    }

    /// <summary>Runs what is due, one after the other; called by the timer.</summary>
    private void RunDue()
    {
        lock (_lock)
        {
            _timerDue = long.MaxValue;
            if (_running)
                return;

            _running = true;
        }

        while (TakeDue() is { } entry)
        {
            try
            {
                entry.Action();
            }
            catch (Exception cause)
            {
                Log.Error(cause, "Failed to execute a scheduled action");
            }
        }
    }

    private Entry? TakeDue()
    {
        lock (_lock)
        {
            if (_closed || _heap.Count == 0 || _heap[0].Due > MonotonicClock)
            {
                _running = false;
                SetTimer();
                return null;
            }

            var entry = _heap[0];
            Remove(entry);
            if (entry.Interval > TimeSpan.Zero && entry.Cancelable?.IsCancellationRequested != true)
                Push(entry, entry.Due + entry.Interval);
            else
                entry.Registration.Unregister();

            return entry;
        }
    }

    private void SetTimer()
    {
        if (_closed || _running || _heap.Count == 0 || _heap[0].Due.Ticks >= _timerDue)
            return;

        _timerDue = _heap[0].Due.Ticks;
        var wait = _heap[0].Due - MonotonicClock;
        _timer.Change(wait <= TimeSpan.Zero ? 0 : Math.Min((long)Math.Ceiling(wait.TotalMilliseconds), int.MaxValue), Timeout.Infinite);
    }

    private void Push(Entry entry, TimeSpan due)
    {
        entry.Due = due;
        entry.Sequence = _sequence++;
        entry.Index = _heap.Count;
        _heap.Add(entry);
        Up(entry);
    }

    private void Remove(Entry entry)
    {
        var index = entry.Index;
        if (index < 0)
            return;

        entry.Index = -1;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != entry)
        {
            Place(last, index);
            Down(last);
            Up(last);
        }
    }

    private void Up(Entry entry)
    {
        while (entry.Index > 0 && entry.IsBefore(_heap[(entry.Index - 1) / 2]))
            Swap(entry, _heap[(entry.Index - 1) / 2]);
    }

    private void Down(Entry entry)
    {
        while ((2 * entry.Index) + 1 < _heap.Count)
        {
            var child = _heap[(2 * entry.Index) + 1];
            if (child.Index + 1 < _heap.Count && _heap[child.Index + 1].IsBefore(child))
                child = _heap[child.Index + 1];

            if (!child.IsBefore(entry))
                return;

            Swap(entry, child);
        }
    }

    private void Swap(Entry left, Entry right)
    {
        var index = left.Index;
        Place(left, right.Index);
        Place(right, index);
    }

    private void Place(Entry entry, int index)
    {
        entry.Index = index;
        _heap[index] = entry;
    }

    private sealed class Entry(HashedWheelTimerScheduler owner, Action action, TimeSpan interval, ICancelable? cancelable)
    {
        internal TimeSpan Due;
        internal long Sequence;
        internal int Index = -1;
        internal CancellationTokenRegistration Registration;

        internal Action Action { get; } = () =>
        {
            if (cancelable?.IsCancellationRequested != true)
                action();
        };

        internal TimeSpan Interval => interval;

        internal ICancelable? Cancelable => cancelable;

        internal bool IsBefore(Entry other) => Due < other.Due || (Due == other.Due && Sequence < other.Sequence);

        internal void Cancel()
        {
            lock (owner._lock)
            {
                owner.Remove(this);
            }
        }
    }
}
