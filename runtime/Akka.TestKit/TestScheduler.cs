namespace Akka.TestKit;

/// <summary>A scheduler whose time stands still until a test moves it. Switched on by
/// <c>akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"</c>.</summary>
public class TestScheduler : SchedulerBase
{
    private readonly Lock _lock = new();
    private readonly List<Work> _work = [];
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private DateTimeOffset _now;

    /// <summary>Begins at the time of day.</summary>
    /// <param name="schedulerConfig">The section <c>akka.scheduler</c>.</param>
    /// <param name="log">Where failures of scheduled actions go.</param>
    internal TestScheduler(Config schedulerConfig, ILoggingAdapter log)
        : base(log) => _now = _start;

    public override TimeSpan MonotonicClock => TimeNow - _start;

    protected override DateTimeOffset TimeNow
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>Moves time on and does, on this thread and in order, what is due. What repeats is done once, and is due
    /// again one interval after the new time.</summary>
    /// <param name="offset">By how much.</param>
    public void Advance(TimeSpan offset)
    {
        List<Work> due;
        lock (_lock)
        {
            _now += offset;
            due = [.. _work.Where(work => work.Due <= _now).OrderBy(work => work.Due)];
            _work.RemoveAll(due.Contains);
        }
        foreach (var work in due)
        {
            if (work.Cancelable?.IsCancellationRequested == true)
                continue;
            work.Action();
            if (work.Interval > TimeSpan.Zero)
                Schedule(work.Interval, work.Interval, work.Action, work.Cancelable);
        }
    }

    /// <summary>Moves time on to a point; see <see cref="Advance"/>.</summary>
    /// <param name="when">The point.</param>
    /// <exception cref="InvalidOperationException">It lies in the past.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        var offset = when - TimeNow;
        if (offset < TimeSpan.Zero)
            throw new InvalidOperationException("Time can't be turned back.");
        Advance(offset);
    }

    private protected override void Schedule(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        lock (_lock)
            _work.Add(new Work(_now + delay, interval, action, cancelable));
    }

    private sealed record Work(DateTimeOffset Due, TimeSpan Interval, Action Action, ICancelable? Cancelable);
}
