namespace Akka.Actor;

/// <summary>A clock.</summary>
public interface ITimeProvider
{
    /// <summary>The time of day.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Time since some fixed point, which never goes back.</summary>
    TimeSpan MonotonicClock { get; }
}

/// <summary>Tells messages later.</summary>
public interface ITellScheduler
{
    /// <summary>Tells once.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Tells again and again.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender);
}

/// <summary>Runs delegates later, on a thread of the scheduler; they must not touch an actor's state.</summary>
public interface IActionScheduler
{
    /// <summary>Runs once, unless cancelled before.</summary>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable);

    /// <summary>Runs once.</summary>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs again and again until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable);
}

/// <summary>The part of a scheduler that actors should not need.</summary>
public interface IAdvancedScheduler : IActionScheduler;

/// <summary>Does things later. The class is named in <c>akka.scheduler.implementation</c>.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>Runs delegates.</summary>
    IAdvancedScheduler Advanced { get; }
}

/// <summary>Something that can be called off.</summary>
public interface ICancelable
{
    /// <summary>Whether it has been called off.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>The same as a token.</summary>
    CancellationToken Token { get; }

    /// <summary>Calls it off.</summary>
    void Cancel();
}
