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
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>Where the actor stands in the tree.</summary>
    ActorPath Path { get; }
}

/// <summary>What the runtime itself may do with an actor's handle.</summary>
internal interface IInternalActorRef : IActorRef
{
    IInternalActorRef Parent { get; }

    ActorSystemImpl System { get; }

    bool IsTerminated { get; }

    /// <summary>The direct child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IInternalActorRef GetSingleChild(string name);

    IEnumerable<IInternalActorRef> Children { get; }

    void Start();

    void Stop();

    void Suspend();

    void Resume(Exception? causedByFailure);

    void Restart(Exception cause);

    void SendSystemMessage(SystemMessage message);
}
