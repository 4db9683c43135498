using System.Diagnostics;

namespace Akka.Dispatch;

/// <summary>
/// What waits for one actor, and its turns: many senders, one consumer at a time, no locks. System messages sit in a stack
/// that the consumer takes whole, and go before user messages.
/// </summary>
/// <param name="cell">The owner.</param>
/// <param name="dispatcher">Where the owner runs.</param>
/// <param name="places">Of a bounded mailbox, its free places; null for any number.</param>
/// <param name="pushTimeout">How long a sender waits for a place before its message becomes a dead letter; negative waits for ever.</param>
internal sealed class Mailbox(ActorCell cell, MessageDispatcher dispatcher, SemaphoreSlim? places = null, TimeSpan pushTimeout = default)
    : IThreadPoolWorkItem
{
    private readonly MessageQueue _queue = new();
    private Stack<Envelope>? _front;
    private SystemMessage? _system;
    private int _scheduled;
    private volatile int _suspended;
    private volatile bool _closed;

    internal MessageDispatcher Dispatcher => dispatcher;

    /// <summary>User messages waiting.</summary>
    internal int Count => _queue.Count + (_front?.Count ?? 0);

    internal bool HasMessages => _front is { Count: > 0 } || _queue.HasMessages;

    internal bool IsClosed => _closed;

    internal bool IsSuspended => _suspended != 0;

    /// <summary>True while the consumer runs or is about to.</summary>
    internal bool IsScheduled => Volatile.Read(ref _scheduled) != 0;

    /// <summary>Adds a user message, or hands it to the dead letters when the actor has stopped.</summary>
    internal void Post(Envelope envelope)
    {
        if (_closed || places?.Wait(pushTimeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : pushTimeout) == false)
        {
            DeadLetter(envelope);
            return;
        }

        _queue.Enqueue(envelope);
        if (_suspended == 0 || _closed)
            Schedule();
    }

    /// <summary>Puts a message before all others. Only the actor itself may call this.</summary>
    internal void PostFirst(Envelope envelope) => (_front ??= []).Push(envelope);

    /// <summary>Adds a system message.</summary>
    internal void PostSystem(SystemMessage message)
    {
        SystemMessage? top;
        do
        {
            top = Volatile.Read(ref _system);
            message.Next = top;
        }
        while (Interlocked.CompareExchange(ref _system, message, top) != top);
        Schedule();
    }

    /// <summary>Holds user messages back. Only the actor itself may call this.</summary>
    internal void Suspend() => _suspended++;

    /// <summary>Undoes one <see cref="Suspend"/>. Only the actor itself may call this.</summary>
    internal void Resume() => _suspended = Math.Max(0, _suspended - 1);

    /// <summary>Refuses all further messages; those that wait become dead letters. Only the actor itself may call this.</summary>
    internal void Close()
    {
        _closed = true;
        CleanUp();
    }

    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>One batch on the calling thread.</summary>
    internal void Run()
    {
        var outer = ActorCell.Current;
        ActorCell.Current = cell;
        try
        {
            ProcessSystemMessages();
            ProcessMessages();
            if (_closed)
                CleanUp();
        }
        finally
        {
            ActorCell.Current = outer;
            Interlocked.Exchange(ref _scheduled, 0);
            if (Volatile.Read(ref _system) != null || (HasMessages && (_suspended == 0 || _closed)))
                Schedule();
        }
    }

    private void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
            dispatcher.Execute(this);
    }

    private void DeadLetter(Envelope envelope) =>
        cell.System.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, cell.Self), envelope.Sender);

    /// <summary>Goes on after a full batch when nobody else waits for the thread.</summary>
    private void ProcessMessages()
    {
        var left = dispatcher.Throughput;
        var start = dispatcher.Deadline == TimeSpan.Zero ? 0 : Stopwatch.GetTimestamp();
        var isBusy = false;
        while (!_closed && _suspended == 0 && (TryDequeue(out var envelope) || (isBusy && TryLinger(out envelope))))
        {
            cell.Invoke(envelope);
            if (Volatile.Read(ref _system) != null)
                ProcessSystemMessages();

            if (--left <= 0 || (start != 0 && Stopwatch.GetElapsedTime(start) > dispatcher.Deadline))
            {
                if (dispatcher.OthersWait)
                    return;

                left = dispatcher.Throughput;
                isBusy = true;
            }
        }
    }

    /// <summary>Looks again for a microsecond: where a whole batch came from, the next message is nearer than the next turn.</summary>
    private bool TryLinger(out Envelope envelope)
    {
        for (var i = 0; i < 20; i++)
        {
            Thread.SpinWait(1);
            if (TryDequeue(out envelope))
                return true;
        }

        envelope = default;
        return false;
    }

    private void ProcessSystemMessages()
    {
        while (Volatile.Read(ref _system) != null)
        {
            for (var next = TakeSystemMessages(); next != null;)
            {
                var message = next;
                next = message.Next;
                message.Next = null;
                if (_closed)
                    ActorCell.SystemInvokeWhenClosed(message);
                else
                    cell.SystemInvoke(message);
            }
        }
    }

    /// <summary>Takes the stack and turns it into the order of sending.</summary>
    private SystemMessage? TakeSystemMessages()
    {
        var stack = Interlocked.Exchange(ref _system, null);
        SystemMessage? queue = null;
        while (stack != null)
            (stack.Next, queue, stack) = (queue, stack, stack.Next);

        return queue;
    }

    private bool TryDequeue(out Envelope envelope)
    {
        if (_front != null && _front.TryPop(out envelope))
            return true;

        if (!_queue.TryDequeue(out envelope))
            return false;

        places?.Release();
        return true;
    }

    private void CleanUp()
    {
        ProcessSystemMessages();
        while (TryDequeue(out var envelope))
            DeadLetter(envelope);
    }
}
