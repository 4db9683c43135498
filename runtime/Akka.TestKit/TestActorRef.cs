using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>An actor that runs on the thread of the test, which may also look at its instance.</summary>
/// <typeparam name="TActor">The actor's class.</typeparam>
public class TestActorRef<TActor> : ActorRefBase, IWrappingActorRef
    where TActor : ActorBase
{
    private readonly LocalActorRef _inner;

    /// <summary>Creates the actor.</summary>
    /// <param name="system">The system; it has the kit's settings.</param>
    /// <param name="actorProps">How to build it; a dispatcher of their own is kept.</param>
    /// <param name="supervisor">Its parent; null is <c>/user</c>.</param>
    /// <param name="name">Its name; null picks one.</param>
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    {
        if (actorProps.Deploy.Dispatcher.Length == 0)
            actorProps = actorProps.WithDispatcher("akka.test.calling-thread-dispatcher");
        _inner = (LocalActorRef)(supervisor is LocalActorRef parent
            ? parent.Cell.AttachChild(actorProps, name, isSystem: false)
            : system.ActorOf(actorProps, name));
    }

    public override ActorPath Path => _inner.Path;

    /// <summary>The actor's plain reference.</summary>
    public IActorRef Ref => _inner;

    /// <summary>The present instance.</summary>
    /// <exception cref="IllegalActorStateException">There is none: the actor failed to start, or has stopped.</exception>
    public TActor UnderlyingActor => (TActor?)_inner.Cell.Instance ?? throw new IllegalActorStateException($"{_inner} has no instance");

    IInternalActorRef IWrappingActorRef.Inner => _inner;

    /// <summary>Hands a message to the actor's handler, past the mailbox; what the handler throws is thrown here.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who sends it.</param>
    public void Receive(object message, IActorRef? sender = null) => _inner.Cell.ReceiveHere(new Envelope(message, sender));

    private protected override void TellInternal(object message, IActorRef? sender) => _inner.Tell(message, sender);
}
