namespace Akka.Dispatch;

/// <summary>
/// What the runtime tells a cell ahead of its mailbox. Each instance belongs to one queue: <see cref="Next"/> links it there.
/// </summary>
internal abstract class SystemMessage
{
    internal SystemMessage? Next;

    /// <summary>Held back while the cell waits for its children to stop (restart, repeated creation).</summary>
    internal virtual bool WaitsForChildren => false;

    /// <summary>Held back while the cell is suspended.</summary>
    internal virtual bool WaitsForResume => false;
}

/// <summary>Builds the actor.</summary>
internal sealed class Create : SystemMessage;

/// <summary>Replaces the actor instance because of a failure.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    internal Exception Cause => cause;

    internal override bool WaitsForChildren => true;
}

/// <summary>Stops user messages until the matching <see cref="Resume"/>.</summary>
internal sealed class Suspend : SystemMessage
{
    internal override bool WaitsForChildren => true;
}

/// <summary>Undoes one <see cref="Suspend"/>; with a failure, it also forgives that failure.</summary>
internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    internal Exception? CausedByFailure => causedByFailure;

    internal override bool WaitsForChildren => true;
}

/// <summary>Stops the actor after the current message.</summary>
internal sealed class Terminate : SystemMessage;

/// <summary>Registers <paramref name="watcher"/> for the end of <paramref name="watchee"/>.</summary>
internal sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watchee => watchee;

    internal IInternalActorRef Watcher => watcher;
}

/// <summary>Undoes a <see cref="Watch"/>.</summary>
internal sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watchee => watchee;

    internal IInternalActorRef Watcher => watcher;
}

/// <summary>Tells a watcher or a parent that an actor is gone.</summary>
internal sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed) : SystemMessage
{
    internal IActorRef Actor => actor;

    internal bool ExistenceConfirmed => existenceConfirmed;
}

/// <summary>Tells a parent that a child failed and now waits for its decision.</summary>
internal sealed class Failed(IInternalActorRef child, Exception cause) : SystemMessage
{
    internal IInternalActorRef Child => child;

    internal Exception Cause => cause;

    internal override bool WaitsForChildren => true;

    internal override bool WaitsForResume => true;
}

/// <summary>Runs a continuation of an asynchronous handler inside its actor.</summary>
internal sealed class ActorTask(Action run) : SystemMessage
{
    internal void Run() => run();
}
