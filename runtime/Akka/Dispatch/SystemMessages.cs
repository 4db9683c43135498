namespace Akka.Dispatch;

/// <summary>
/// What the runtime tells a cell ahead of its mailbox. Each instance belongs to one queue: <see cref="Next"/> links it there.
/// </summary>
internal abstract record SystemMessage
{
    internal SystemMessage? Next;
}

/// <summary>Builds the actor.</summary>
internal sealed record Create : SystemMessage;

/// <summary>Replaces the actor instance because of a failure.</summary>
internal sealed record Recreate(Exception Cause) : SystemMessage;

/// <summary>Stops user messages until the matching <see cref="Resume"/>.</summary>
internal sealed record Suspend : SystemMessage;

/// <summary>Undoes one <see cref="Suspend"/>; with a failure, it also forgives that failure.</summary>
internal sealed record Resume(Exception? CausedByFailure) : SystemMessage;

/// <summary>Stops the actor after the current message.</summary>
internal sealed record Terminate : SystemMessage;

/// <summary>Registers <paramref name="Watcher"/> for the end of <paramref name="Watchee"/>.</summary>
internal sealed record Watch(IInternalActorRef Watchee, IInternalActorRef Watcher) : SystemMessage;

/// <summary>Undoes a <see cref="Watch"/>.</summary>
internal sealed record Unwatch(IInternalActorRef Watchee, IInternalActorRef Watcher) : SystemMessage;

/// <summary>Tells a watcher or a parent that an actor is gone.</summary>
internal sealed record DeathWatchNotification(IActorRef Actor, bool ExistenceConfirmed) : SystemMessage;

/// <summary>Tells a parent that a child failed and now waits for its decision.</summary>
internal sealed record Failed(IInternalActorRef Child, Exception Cause) : SystemMessage;

/// <summary>Runs a continuation of an asynchronous handler inside its actor.</summary>
internal sealed record ActorTask(Action Run) : SystemMessage;
