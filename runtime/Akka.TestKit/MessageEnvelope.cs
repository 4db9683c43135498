using System.Collections.Concurrent;

namespace Akka.TestKit;

/// <summary>A message that a test actor received, and who sent it.</summary>
internal sealed record MessageEnvelope(object Message, IActorRef Sender)
{
    public override string ToString() => $"<{Message}> from {Sender}";
}

/// <summary>What a test actor received and nobody has taken yet; one test takes, any thread adds.</summary>
internal sealed class Inbox
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _count = new(0);

    public bool IsEmpty => _messages.IsEmpty;

    public void Add(MessageEnvelope message)
    {
        _messages.Enqueue(message);
        _count.Release();
    }

    /// <summary>The next message, or null when the time is over; a negative time never is.</summary>
    public MessageEnvelope? Take(TimeSpan max, CancellationToken cancel) => _count.Wait(Clip(max), cancel) ? Dequeue() : null;
    public async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan max, CancellationToken cancel) =>
        await _count.WaitAsync(Clip(max), cancel) ? Dequeue() : null;

    /// <summary>The next message, which stays, or null when the time is over.</summary>
    public MessageEnvelope? Peek(TimeSpan max, CancellationToken cancel)
    {
        if (!_count.Wait(Clip(max), cancel))
            return null;
        _count.Release();
        return _messages.TryPeek(out var message) ? message : null;
    }

    private static TimeSpan Clip(TimeSpan max) =>
        max < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(max.TotalMilliseconds), int.MaxValue));

    private MessageEnvelope? Dequeue() => _messages.TryDequeue(out var message) ? message : null;
}
