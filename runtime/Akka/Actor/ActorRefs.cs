namespace Akka.Actor;

/// <summary>References that stand for the absence of an actor.</summary>
public static class ActorRefs
{
    /// <summary>No actor at all: what is told to it is gone.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>The sender of a message that nobody expects an answer to; null.</summary>
    public static readonly IActorRef NoSender = null!;
}

/// <summary>Short forms for references.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether a reference is missing or is <see cref="ActorRefs.Nobody"/>.</summary>
    /// <returns>True for null and for Nobody.</returns>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Actor.Nobody;
}

/// <summary>Tell and forward with the current actor as the sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends a message; inside an actor that actor is the sender, elsewhere there is none.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Self);

    /// <summary>Passes a message on with the sender of the message at hand.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}
