using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Checks the arguments of a scheduler's methods and leaves the rest to the derived class.</summary>
public abstract class SchedulerBase : IScheduler, IAdvancedScheduler
{
    private protected SchedulerBase(Config scheduler, ILoggingAdapter log)
    {
        SchedulerConfig = scheduler;
        Log = log;
    }

    /// <inheritdoc/>
    public DateTimeOffset Now => TimeNow;

    /// <inheritdoc/>
    public abstract TimeSpan MonotonicClock { get; }

    /// <inheritdoc/>
    public abstract TimeSpan HighResMonotonicClock { get; }

    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <summary>The time of day.</summary>
    protected abstract DateTimeOffset TimeNow { get; }

    private protected Config SchedulerConfig { get; }

    private protected ILoggingAdapter Log { get; }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        ScheduleOnce(delay, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        ScheduleRepeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable)
    {
        ValidateDelay(delay, nameof(delay));
        Schedule(delay, TimeSpan.Zero, action, cancelable);
    }

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    /// <inheritdoc/>
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
