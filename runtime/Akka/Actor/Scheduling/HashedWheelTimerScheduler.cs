using System.Diagnostics;

namespace Akka.Actor;

/// <summary>
/// The default scheduler. It bears the name that configuration files know, but needs no ticking thread: a sorted set
/// of deadlines and one timer that is set to the next of them. What is due runs in the order of its deadlines, and cancelling
/// takes it out at once.
/// </summary>
internal sealed class HashedWheelTimerScheduler : SchedulerBase, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(Entry.Compare));
    private readonly Timer _timer;
    private long _sequence;
    private long _timerDue = long.MaxValue;
    private bool _running;
    private bool _closed;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(log) => _timer = new Timer(static state => ((HashedWheelTimerScheduler)state!).RunDue(), this, Timeout.Infinite, Timeout.Infinite);

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    protected override DateTimeOffset TimeNow => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _entries.Clear();
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
                if (entry.Cancelable?.IsCancellationRequested != true)
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
            if (_closed || _entries.Min is not { } entry || entry.Due > MonotonicClock)
            {
                _running = false;
                SetTimer();
                return null;
            }

            _entries.Remove(entry);
            if (entry.Interval > TimeSpan.Zero && entry.Cancelable?.IsCancellationRequested != true)
                Push(entry, entry.Due + entry.Interval);
            else
                entry.Registration.Unregister();

            return entry;
        }
    }

    private void SetTimer()
    {
        if (_closed || _running || _entries.Min is not { } first || first.Due.Ticks >= _timerDue)
            return;

        _timerDue = first.Due.Ticks;
        var wait = first.Due - MonotonicClock;
        _timer.Change(wait <= TimeSpan.Zero ? 0 : Math.Min((long)Math.Ceiling(wait.TotalMilliseconds), int.MaxValue), Timeout.Infinite);
    }

    private void Push(Entry entry, TimeSpan due)
    {
        entry.Due = due;
        entry.Sequence = _sequence++;
        _entries.Add(entry);
    }

    private sealed class Entry(HashedWheelTimerScheduler owner, Action action, TimeSpan interval, ICancelable? cancelable)
    {
        internal TimeSpan Due;
        internal long Sequence;
        internal CancellationTokenRegistration Registration;

        internal Action Action => action;

        internal TimeSpan Interval => interval;

        internal ICancelable? Cancelable => cancelable;

        internal static int Compare(Entry left, Entry right) => (left.Due, left.Sequence).CompareTo((right.Due, right.Sequence));

        internal void Cancel()
        {
            lock (owner._lock)
            {
                owner._entries.Remove(this);
            }
        }
    }
}
