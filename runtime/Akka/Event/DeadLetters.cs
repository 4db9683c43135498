namespace Akka.Event;

/// <summary>A message that is no dead letter worth a line in the log when it finds no receiver.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that was not handled by whom it was meant for.</summary>
public abstract class AllDeadLetters
{
    private protected AllDeadLetters(object message, IActorRef? sender, IActorRef recipient) =>
        (Message, Sender, Recipient) = (message, sender!, recipient);

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Whom it was meant for.</summary>
    public IActorRef Recipient { get; }

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; }

    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message whose receiver has stopped or never was.</summary>
public sealed class DeadLetter(object message, IActorRef? sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>The same for a message that expects it.</summary>
public sealed class SuppressedDeadLetter(object message, IActorRef? sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A message that an actor got and had no handler for.</summary>
public sealed class UnhandledMessage(object message, IActorRef? sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);
