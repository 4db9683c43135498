using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>A mailbox that makes senders wait for a free place and gives up after a while.</summary>
/// <param name="cell">The owner.</param>
/// <param name="dispatcher">Where the owner runs.</param>
/// <param name="capacity">Messages that may wait.</param>
/// <param name="pushTimeout">How long a sender waits before its message becomes a dead letter; negative waits for ever.</param>
internal sealed class BoundedMailbox(ActorCell cell, MessageDispatcher dispatcher, int capacity, TimeSpan pushTimeout)
    : Mailbox(cell, dispatcher), IDisposable
{
    private readonly SemaphoreSlim _places = new(capacity);

    public void Dispose() => _places.Dispose();

    internal override void Post(Envelope envelope)
    {
        if (IsClosed || _places.Wait(pushTimeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : pushTimeout))
            base.Post(envelope);
        else
            DeadLetter(envelope);
    }

    protected override void OnDequeued()
    {
        base.OnDequeued();
        _places.Release();
    }
}
