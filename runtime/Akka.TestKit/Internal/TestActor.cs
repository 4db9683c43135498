namespace Akka.TestKit.Internal;

/// <summary>Puts what it receives into an inbox, on the sender's thread.</summary>
internal sealed class TestActor(Inbox inbox) : ActorBase
{
    private Func<object, bool>? _ignore;

    /// <summary>Something to do inside the actor; whoever asked waits for it.</summary>
    internal sealed record Do(Action<TestActor, IActorContext> Action, TaskCompletionSource Done);

    internal void Ignore(Func<object, bool>? ignore) => _ignore = ignore;

    protected internal override bool Receive(object message)
    {
        if (message is Do request)
        {
            request.Action(this, Context);
            request.Done.SetResult();
        }
        else if (_ignore?.Invoke(message) != true)
        {
            inbox.Add(new MessageEnvelope(message, Context.Sender));
        }
        return true;
    }
}
