namespace Akka.Actor;

/// <summary>A message that the runtime handles before the actor's own code.</summary>
internal interface IAutoReceivedMessage;

/// <summary>A message that does not count as activity for the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Stops the actor once the messages before it are done.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    /// <summary>The one pill.</summary>
    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes the actor fail with <see cref="ActorKilledException"/>; its supervisor decides what follows.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}

/// <summary>Asks any actor to answer with <see cref="ActorIdentity"/>.</summary>
public sealed class Identify(object? messageId) : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    /// <summary>Comes back in the answer.</summary>
    internal object MessageId => messageId!;
}

/// <summary>Answers <see cref="Identify"/>.</summary>
/// <param name="messageId">The question's id.</param>
/// <param name="subject">The actor, or null when there is none.</param>
public sealed class ActorIdentity(object messageId, IActorRef? subject)
{
    /// <summary>The question's id.</summary>
    public object MessageId { get; } = messageId;

    /// <summary>The actor, or null when there is none.</summary>
    public IActorRef Subject { get; } = subject!;
}

/// <summary>A watched actor has stopped. An actor that watches and leaves this unhandled fails with <see cref="DeathPactException"/>.</summary>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    : IAutoReceivedMessage, IDeadLetterSuppression
{
    /// <summary>Who stopped.</summary>
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>Whether the node of the actor is gone; never so within one process.</summary>
    public bool AddressTerminated { get; } = addressTerminated;

    /// <summary>Whether the actor is known to have lived; false when it was dead before it was watched.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>No message came for as long as the actor's receive timeout.</summary>
public class ReceiveTimeout
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>The outcome of a request.</summary>
public abstract class Status
{
    /// <summary>The request failed. As the answer to an Ask it faults the task.</summary>
    public sealed class Failure(Exception cause) : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause = cause;

        public override string ToString() => $"Failure: {Cause}";
    }
}
