namespace Akka.Actor;

/// <summary>Scheduling with a handle that calls it off.</summary>
public static class SchedulerExtensions
{
    /// <summary>Tells once.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="delay">When, from now.</param>
    /// <param name="receiver">Whom.</param>
    /// <param name="message">What.</param>
    /// <param name="sender">From whom.</param>
    /// <returns>Calls it off.</returns>
    public static ICancelable ScheduleTellOnceCancelable(
        this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler.Advanced);
        scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Tells again and again.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="initialDelay">When first, from now.</param>
    /// <param name="interval">The time from one to the next.</param>
    /// <param name="receiver">Whom.</param>
    /// <param name="message">What.</param>
    /// <param name="sender">From whom.</param>
    /// <returns>Calls it off.</returns>
    public static ICancelable ScheduleTellRepeatedlyCancelable(
        this IScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler.Advanced);
        scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Runs once.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="delay">When, from now.</param>
    /// <param name="action">What.</param>
    /// <returns>Calls it off.</returns>
    public static ICancelable ScheduleOnceCancelable(this IActionScheduler scheduler, TimeSpan delay, Action action)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleOnce(delay, action, cancelable);
        return cancelable;
    }

    /// <summary>Runs again and again.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="initialDelay">When first, from now.</param>
    /// <param name="interval">The time from one to the next.</param>
    /// <param name="action">What.</param>
    /// <returns>Calls it off.</returns>
    public static ICancelable ScheduleRepeatedlyCancelable(this IActionScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, Action action)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleRepeatedly(initialDelay, interval, action, cancelable);
        return cancelable;
    }
}
