namespace Akka.Actor;

/// <summary>A message on its way, with its sender.</summary>
public readonly struct Envelope(object message, IActorRef? sender)
{
    /// <summary>Who sent the message; null for nobody.</summary>
    public IActorRef Sender { get; } = sender!;

    /// <summary>The message.</summary>
    public object Message { get; } = message;

    public override string ToString() => $"<{Message}> from {Sender?.ToString() ?? "NoSender"}";
}
