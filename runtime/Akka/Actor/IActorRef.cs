namespace Akka.Actor;

/// <summary>Something messages can be told to.</summary>
public interface ICanTell
{
    /// <summary>Sends a message and returns at once.</summary>
    /// <param name="message">The message; never null.</param>
    /// <param name="sender">Who gets the answer, or <see cref="ActorRefs.NoSender"/>.</param>
    void Tell(object message, IActorRef? sender);
}

/// <summary>The handle of one actor. It stays valid through restarts, and after the actor's end its messages become dead letters.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>
{
    /// <summary>Where the actor stands in the tree.</summary>
    ActorPath Path { get; }
}

/// <summary>
/// What the runtime itself may do with an actor's handle. One without an actor behind it takes no part in the tree, and
/// ignores the system messages that it is not made for.
/// </summary>
internal interface IInternalActorRef : IActorRef
{
    ActorSystem System { get; }

    IInternalActorRef Parent => Nobody.Instance;

    bool IsTerminated => false;

    IEnumerable<IInternalActorRef> Children => [];

    /// <summary>The direct child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IInternalActorRef GetSingleChild(string name) => Nobody.Instance;

    void SendSystemMessage(SystemMessage message)
    {
    }
}

/// <summary>What supervisors tell.</summary>
internal static class InternalActorRefExtensions
{
    internal static void Stop(this IInternalActorRef actor) => actor.SendSystemMessage(new Terminate());

    internal static void Suspend(this IInternalActorRef actor) => actor.SendSystemMessage(new Suspend());

    internal static void Resume(this IInternalActorRef actor, Exception? causedByFailure) => actor.SendSystemMessage(new Resume(causedByFailure));

    internal static void Restart(this IInternalActorRef actor, Exception cause) => actor.SendSystemMessage(new Recreate(cause));
}
