namespace Akka.Dispatch;

/// <summary>
/// A queue for many producers and one consumer, without locks: a producer claims a slot by one atomic addition, then fills it.
/// Slots stand in segments that grow with the queue; the last one read is used again, so that a steady flow allocates nothing.
/// </summary>
internal sealed class MessageQueue
{
    private const int FirstLength = 4;
    private const int MaxLength = 256;

    private readonly Reader _reader;
    private Segment _tail;
    private Segment? _spare;

    internal MessageQueue()
    {
        _tail = new Segment(FirstLength) { Claimed = 0 };
        _reader = new Reader(_tail);
    }

    /// <summary>Whether a producer has claimed a slot that has not been read.</summary>
    internal bool HasMessages => Volatile.Read(ref _reader.Segment.Claimed) > _reader.Position;

    /// <summary>Messages waiting; other threads see about as many.</summary>
    internal int Count
    {
        get
        {
            var (head, tail) = (_reader.Segment, Volatile.Read(ref _tail));
            return (int)Math.Max(0, tail.Start + Math.Min(Volatile.Read(ref tail.Claimed), tail.Slots.Length) - head.Start - _reader.Position);
        }
    }

    internal void Enqueue(Envelope envelope)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var segment = Volatile.Read(ref _tail);
            var index = Interlocked.Increment(ref segment.Claimed) - 1;
            if (index < segment.Slots.Length)
            {
                segment.Slots[index].Fill(envelope);
                return;
            }

            if (index == segment.Slots.Length)
            {
                Append(segment, envelope);
                return;
            }

            // Another producer is appending a segment.
            while (_tail == segment && Volatile.Read(ref segment.Claimed) > segment.Slots.Length)
                spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Takes the oldest message. Only the consumer may call this.</summary>
    internal bool TryDequeue(out Envelope envelope)
    {
        if (_reader.Position == _reader.Segment.Slots.Length && !TryAdvance())
        {
            envelope = default;
            return false;
        }

        ref var slot = ref _reader.Segment.Slots[_reader.Position];
        if (Volatile.Read(ref slot.Message) == null && !IsBeingFilled(ref slot))
        {
            envelope = default;
            return false;
        }

        envelope = new Envelope(slot.Message!, slot.Sender);
        slot = default;
        _reader.Position++;
        return true;
    }

    /// <summary>Waits for a producer that has claimed the next slot; false when none has.</summary>
    private bool IsBeingFilled(ref Slot slot)
    {
        for (var spin = default(SpinWait); HasMessages; spin.SpinOnce(sleep1Threshold: -1))
        {
            if (Volatile.Read(ref slot.Message) != null)
                return true;
        }

        return Volatile.Read(ref slot.Message) != null;
    }

    /// <summary>Goes on to the next segment; false when there is none.</summary>
    private bool TryAdvance()
    {
        var read = _reader.Segment;
        if (!HasMessages)
            return false;

        for (var spin = default(SpinWait); Volatile.Read(ref read.Next) == null;)
            spin.SpinOnce(sleep1Threshold: -1);

        (_reader.Segment, _reader.Position) = (read.Next!, 0);
        read.Next = null;
        if (read.Slots.Length == MaxLength)
            Volatile.Write(ref _spare, read);

        return true;
    }

    /// <summary>Only the one producer that claimed the slot after the last gets here.</summary>
    private void Append(Segment full, Envelope envelope)
    {
        var next = Interlocked.Exchange(ref _spare, null) ?? new Segment(Math.Min(full.Slots.Length * 2, MaxLength));
        next.Start = full.Start + full.Slots.Length;
        next.Slots[0].Fill(envelope);
        Volatile.Write(ref full.Next, next);
        Volatile.Write(ref _tail, next);
        Volatile.Write(ref next.Claimed, 1);
    }

    private struct Slot
    {
        internal object? Message;
        internal IActorRef? Sender;

        internal void Fill(Envelope envelope)
        {
            Sender = envelope.Sender;
            Volatile.Write(ref Message, envelope.Message);
        }
    }

    /// <summary>What the consumer writes: an object of its own, so that it shares no cache line with what the producers read.</summary>
    private sealed class Reader(Segment first)
    {
        internal Segment Segment = first;
        internal int Position;
    }

    /// <summary>Closed, which is more slots claimed than there are, until it is the tail, and again once it is full.</summary>
    private sealed class Segment(int length)
    {
        internal readonly Slot[] Slots = new Slot[length];
        internal long Start;
        internal Segment? Next;
        internal int Claimed = length + 1;
    }
}
