using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>One more test actor with expectations of its own; it can stand wherever an actor is wanted.</summary>
public class TestProbe : TestKitBase, INoImplicitSender, IWrappingActorRef
{
    /// <summary>Makes a probe.</summary>
    /// <param name="system">The system.</param>
    /// <param name="testProbeName">The name of its actor; null picks one.</param>
    internal TestProbe(ActorSystem system, string? testProbeName)
        : base(system, testActorName: testProbeName)
    {
    }

    /// <summary>The probe's actor.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>Who sent the message that was received last.</summary>
    public IActorRef Sender => LastSender;

    ActorPath IActorRef.Path => TestActor.Path;

    IInternalActorRef IWrappingActorRef.Inner => (IInternalActorRef)TestActor;

    /// <summary>Tells an actor something, with the probe as the sender.</summary>
    /// <param name="actor">Whom.</param>
    /// <param name="message">What.</param>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Passes the message that was received last on, with its sender.</summary>
    /// <param name="actor">To whom.</param>
    public void Forward(IActorRef actor) => actor.Tell(_last!.Message, LastSender);

    /// <summary>Answers the message that was received last.</summary>
    /// <param name="message">The answer.</param>
    public void Reply(object message) => LastSender.Tell(message, TestActor);

    void ICanTell.Tell(object message, IActorRef? sender) => TestActor.Tell(message, sender);

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => TestActor.Equals(other);

    public override bool Equals(object? obj) => TestActor.Equals(obj);

    public override int GetHashCode() => TestActor.GetHashCode();

    public override string ToString() => TestActor.ToString()!;
}
