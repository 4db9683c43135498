namespace Akka.Actor;

/// <summary>What all references share: equality by path and uid.</summary>
public abstract class ActorRefBase : IActorRef
{
    private protected ActorRefBase()
    {
    }

    public abstract ActorPath Path { get; }

    public void Tell(object message, IActorRef? sender)
    {
        if (message == null)
            throw new InvalidMessageException("Message is null");

        TellInternal(message, sender);
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other)
        || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    public sealed override bool Equals(object? obj) => Equals(obj as IActorRef);

    public sealed override int GetHashCode() => HashCode.Combine(Path.Uid, Path);

    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";

    /// <summary>Takes a message; where there is nobody, it is gone.</summary>
    private protected virtual void TellInternal(object message, IActorRef? sender)
    {
    }
}

/// <summary>The actor that does not exist.</summary>
public sealed class Nobody : ActorRefBase, IInternalActorRef
{
    public static readonly Nobody Instance = new();

    private Nobody()
    {
    }

    public override ActorPath Path { get; } = new ActorPath(new Address("akka", "all-systems")) / "nobody";

    ActorSystem IInternalActorRef.System => throw new NotSupportedException($"{Path} does not belong to an actor system");
}
