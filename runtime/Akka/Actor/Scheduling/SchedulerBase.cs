namespace Akka.Actor;

/// <summary>Checks the arguments of a scheduler's methods and leaves the rest to the derived class.</summary>
public abstract class SchedulerBase : IScheduler, IAdvancedScheduler
{
    private protected SchedulerBase(ILoggingAdapter log) => Log = log;

    public DateTimeOffset Now => TimeNow;

    public abstract TimeSpan MonotonicClock { get; }

    public IAdvancedScheduler Advanced => this;

    /// <summary>The time of day.</summary>
    protected abstract DateTimeOffset TimeNow { get; }

    private protected ILoggingAdapter Log { get; }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleOnce(delay, () => receiver.Tell(message, sender), null);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        ScheduleRepeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable)
    {
        ValidateDelay(delay, nameof(delay));
        Schedule(delay, TimeSpan.Zero, action, cancelable);
    }

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        ValidateDelay(initialDelay, nameof(initialDelay));
        if (interval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "Interval must be > 0");

        Schedule(initialDelay, interval, action, cancelable);
    }

    /// <summary>Schedules.</summary>
    /// <param name="delay">When first, from now.</param>
    /// <param name="interval">The time from one to the next; zero for once.</param>
    /// <param name="action">What.</param>
    /// <param name="cancelable">Cancels it.</param>
    private protected abstract void Schedule(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable);

    private static void ValidateDelay(TimeSpan delay, string parameterName)
    {
        if (delay < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(parameterName, delay, "Delay must be >= 0");
    }
}
