namespace Akka.Actor;

/// <summary>Timers of one actor. They end with the instance: a restart or stop cancels them all.</summary>
public interface ITimerScheduler
{
    /// <summary>Tells the actor a message again and again. A timer of the same key is replaced.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Tells the actor a message once. A timer of the same key is replaced.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Whether a timer runs.</summary>
    /// <returns>False once a single timer's message has been handled.</returns>
    bool IsTimerActive(object key);

    /// <summary>Ends a timer. A message of it that is in the mailbox already is dropped.</summary>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();
}

/// <summary>An actor with timers. They are there from <c>PreStart</c> on, not yet in the constructor.</summary>
public interface IWithTimers
{
    /// <summary>The timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>What a timer puts into the mailbox; the actor sees the message inside.</summary>
internal sealed record TimerTick(TimerScheduler Owner, object Key, long Generation, object Message, bool Repeats)
    : Event.IDeadLetterSuppression
{
    public override string ToString() => $"Timer({Key}, {Message})";
}

/// <summary>The timers of one instance.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, (long Generation, ICancelable Task)> _timers = [];
    private long _generation;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
    {
        var tick = NewTick(key, msg, repeats: true);
        Add(tick, cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.Self, tick, ActorRefs.NoSender));
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout)
    {
        var tick = NewTick(key, msg, repeats: false);
        Add(tick, cell.System.Scheduler.ScheduleTellOnceCancelable(timeout, cell.Self, tick, ActorRefs.NoSender));
    }

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
            timer.Task.Cancel();
    }

    public void CancelAll()
    {
        foreach (var (_, task) in _timers.Values)
            task.Cancel();

        _timers.Clear();
    }

    /// <summary>The message of a tick, or null when its timer has been replaced, cancelled or belonged to an earlier instance.</summary>
    internal object? Accept(TimerTick tick)
    {
        if (tick.Owner != this || !_timers.TryGetValue(tick.Key, out var timer) || timer.Generation != tick.Generation)
            return null;

        if (!tick.Repeats)
            _timers.Remove(tick.Key);

        return tick.Message;
    }

    private TimerTick NewTick(object key, object message, bool repeats)
    {
        Cancel(key);
        return new TimerTick(this, key, ++_generation, message, repeats);
    }

    private void Add(TimerTick tick, ICancelable task) => _timers[tick.Key] = (tick.Generation, task);
}
