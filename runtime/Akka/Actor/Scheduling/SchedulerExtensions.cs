namespace Akka.Actor;

/// <summary>Scheduling with a handle that calls it off.</summary>
public static class SchedulerExtensions
{
    /// <summary>Tells once.</summary>
    public static ICancelable ScheduleTellOnceCancelable(
        this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.Advanced.ScheduleOnce(delay, () => receiver.Tell(message, sender), cancelable);
        return cancelable;
    }

    /// <summary>Tells again and again.</summary>
    public static ICancelable ScheduleTellRepeatedlyCancelable(
        this IScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.Advanced.ScheduleRepeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);
        return cancelable;
    }
}
