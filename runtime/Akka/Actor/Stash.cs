namespace Akka.Actor;

/// <summary>Puts messages aside for later.</summary>
public interface IStash
{
    /// <summary>Messages put aside.</summary>
    int Count { get; }

    /// <summary>Whether no more fit.</summary>
    bool IsFull { get; }

    /// <summary>How many fit; -1 for any number.</summary>
    int Capacity { get; }

    /// <summary>Puts the message at hand aside.</summary>
    /// <exception cref="IllegalActorStateException">It has been put aside already.</exception>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    void Stash();

    /// <summary>Puts the oldest message back before all others in the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back before all others in the mailbox, oldest first.</summary>
    void UnstashAll();

    /// <summary>Puts the chosen messages back before all others in the mailbox, oldest first; the others are gone.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Empties the stash.</summary>
    IEnumerable<Envelope> ClearStash();
}

/// <summary>An actor with a stash. It is there from <c>PreStart</c> on, not yet in the constructor.</summary>
public interface IActorStash
{
    /// <summary>The stash.</summary>
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash over any mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <summary>An actor whose stash takes any number of messages.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash;

/// <summary>An actor whose stash has a limit, from its deployment or mailbox.</summary>
public interface IWithBoundedStash : IWithUnrestrictedStash;

/// <summary>The stash of one instance.</summary>
/// <param name="cell">The actor.</param>
/// <param name="capacity">How many messages fit; negative for any number.</param>
internal sealed class Stash(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _messages = [];
    private long _lastStashed = -1;

    public int Count => _messages.Count;

    public bool IsFull => capacity >= 0 && _messages.Count >= capacity;

    public int Capacity => capacity;

    void IStash.Stash()
    {
        var message = cell.CurrentMessage ?? throw new InvalidOperationException("There is no message to stash");
        if (_lastStashed == cell.EnvelopeId)
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");

        if (IsFull)
        {
            throw new StashOverflowException(
                $"Couldn't enqueue message {message} from {cell.Sender} to stash of {cell.Self}: its capacity is {capacity}");
        }

        _lastStashed = cell.EnvelopeId;
        _messages.AddLast(new Envelope(message, cell.Sender));
    }

    public void Unstash()
    {
        if (_messages.First is { } first)
        {
            _messages.RemoveFirst();
            cell.Mailbox.PostFirst(first.Value);
        }
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        for (var node = _messages.Last; node != null; node = node.Previous)
        {
            if (predicate(node.Value))
                cell.Mailbox.PostFirst(node.Value);
        }

        _messages.Clear();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _messages];
        _messages.Clear();
        return all;
    }
}
