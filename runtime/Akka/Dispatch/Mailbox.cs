using System.Diagnostics;
using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>
/// The queue of one actor: many producers, one consumer at a time, no locks. User messages sit in a linked queue whose
/// producers only exchange the head; system messages sit in a stack that the consumer takes whole.
/// </summary>
internal class Mailbox : IThreadPoolWorkItem
{
    private readonly ActorCell _cell;
    private readonly MessageDispatcher _dispatcher;
    private Node _head;
    private Node _tail;
    private Node? _front;
    private SystemMessage? _system;
    private int _scheduled;
    private readonly bool _isCounted;
    private int _added;
    private int _taken;
    private volatile int _suspended;
    private volatile bool _closed;

    internal Mailbox(ActorCell cell, MessageDispatcher dispatcher)
    {
        _cell = cell;
        _dispatcher = dispatcher;
        _isCounted = cell.ParentRef is LocalActorRef { Cell: Routing.RoutedActorCell };
        _head = _tail = new Node();
    }

    internal MessageDispatcher Dispatcher => _dispatcher;

    /// <summary>User messages waiting, for the routees of a pool; other mailboxes do not count, because that costs each sender.</summary>
    internal int Count => Volatile.Read(ref _added) - Volatile.Read(ref _taken);

    internal bool HasMessages => _front != null || Volatile.Read(ref _head) != _tail;

    internal bool IsClosed => _closed;

    internal bool IsSuspended => _suspended != 0;

    internal int SuspendCount => _suspended;

    /// <summary>True while the consumer runs or is about to.</summary>
    internal bool IsScheduled => Volatile.Read(ref _scheduled) != 0;

    /// <summary>Adds a user message, or hands it to the dead letters when the actor has stopped.</summary>
    internal virtual void Post(Envelope envelope)
    {
        if (_closed)
        {
            DeadLetter(envelope);
            return;
        }

        var node = new Node { Envelope = envelope };
        if (_isCounted)
            Interlocked.Increment(ref _added);
        Interlocked.Exchange(ref _head, node).Next = node;
        if (_suspended == 0 || _closed)
            Schedule();
    }

    /// <summary>Puts a message before all others. Only the actor itself may call this.</summary>
    internal void PostFirst(Envelope envelope)
    {
        _front = new Node { Envelope = envelope, Next = _front };
        Volatile.Write(ref _taken, _taken - 1);
    }

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
        ActorCell.Current = _cell;
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

    /// <summary>Frees the place of a message that a sender had put in.</summary>
    protected virtual void OnDequeued() => Volatile.Write(ref _taken, _taken + 1);

    private protected void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
            _dispatcher.Execute(this);
    }

    private protected void DeadLetter(Envelope envelope) =>
        _cell.SystemImpl.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, _cell.Self), envelope.Sender);

    private void ProcessMessages()
    {
        var left = _dispatcher.Throughput;
        var deadline = _dispatcher.Deadline == TimeSpan.Zero ? 0 : Stopwatch.GetTimestamp() + (long)(_dispatcher.Deadline.TotalSeconds * Stopwatch.Frequency);
        while (!_closed && _suspended == 0 && TryDequeue(out var envelope))
        {
            _cell.Invoke(envelope);
            if (Volatile.Read(ref _system) != null)
                ProcessSystemMessages();

            if (--left <= 0 || (deadline != 0 && Stopwatch.GetTimestamp() > deadline))
                return;
        }
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
                    _cell.SystemInvoke(message);
            }
        }
    }

    /// <summary>Takes the stack and turns it into the order of sending.</summary>
    private SystemMessage? TakeSystemMessages()
    {
        var stack = Interlocked.Exchange(ref _system, null);
        SystemMessage? queue = null;
        while (stack != null)
        {
            var below = stack.Next;
            stack.Next = queue;
            queue = stack;
            stack = below;
        }

        return queue;
    }

    private bool TryDequeue(out Envelope envelope)
    {
        if (_front is { } first)
        {
            _front = first.Next;
            envelope = first.Envelope;
            Volatile.Write(ref _taken, _taken + 1);
            return true;
        }

        var next = Volatile.Read(ref _tail.Next);
        if (next == null)
        {
            if (_tail == Volatile.Read(ref _head))
            {
                envelope = default;
                return false;
            }

            // A producer has exchanged the head and is about to link it.
            var spin = default(SpinWait);
            while ((next = Volatile.Read(ref _tail.Next)) == null)
                spin.SpinOnce(sleep1Threshold: -1);
        }

        _tail = next;
        envelope = next.Envelope;
        next.Envelope = default;
        OnDequeued();
        return true;
    }

    private void CleanUp()
    {
        ProcessSystemMessages();
        while (TryDequeue(out var envelope))
            DeadLetter(envelope);
    }

    private sealed class Node
    {
        internal Envelope Envelope;
        internal Node? Next;
    }
}
