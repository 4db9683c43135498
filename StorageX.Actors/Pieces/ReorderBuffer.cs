using System.Diagnostics.CodeAnalysis;

namespace StorageX.Pieces;

/// <summary>Takes items in any order and gives them out in theirs.</summary>
/// <typeparam name="T">The item.</typeparam>
/// <param name="capacity">The most items it ever holds, 1 or more.</param>
/// <param name="first">The number of the first item.</param>
internal sealed class ReorderBuffer<T>(int capacity, int first = 0)
{
    private readonly Dictionary<int, T> _waiting = new(capacity);
    private int _next = first;

    /// <summary>How many items wait for one before them.</summary>
    public int Count => _waiting.Count;

    /// <summary>The items that wait, in no order.</summary>
    public IEnumerable<T> Waiting => _waiting.Values;

    /// <summary>Keeps an item until those before it have gone.</summary>
    /// <exception cref="InvalidOperationException">It holds as many as it may, or has had this one.</exception>
    public void Add(int seq, T item)
    {
        if (_waiting.Count >= capacity)
            throw new InvalidOperationException($"the reorder buffer holds its {capacity} items already");
        if (seq < _next || !_waiting.TryAdd(seq, item))
            throw new InvalidOperationException($"item {seq} came twice");
    }

    /// <summary>Takes the next item in order, if it is here.</summary>
    public bool TryTake(out int seq, [MaybeNullWhen(false)] out T item)
    {
        seq = _next;
        if (!_waiting.Remove(_next, out item))
            return false;
        _next++;
        return true;
    }
}
