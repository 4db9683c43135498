namespace StorageX.Reading;

/// <summary>The pieces of a file that were used last; one too many puts out the one that was not used for the longest time.</summary>
/// <param name="capacity">How many it holds, 0 or more.</param>
internal sealed class PieceCache(int capacity) : IDisposable
{
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Dictionary<int, LinkedListNode<Entry>> _bySeq = [];

    /// <summary>How many pieces were read ahead and not asked for yet.</summary>
    public int Unread { get; private set; }

    /// <summary>Whether a piece is here; that is no use of it.</summary>
    public bool Contains(int seq) => _bySeq.ContainsKey(seq);

    /// <summary>A piece, held for the caller; null if it is not here.</summary>
    public SharedPiece? Take(int seq)
    {
        if (!_bySeq.TryGetValue(seq, out var node))
            return null;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        if (!node.Value.IsRead)
            Unread--;
        node.Value.IsRead = true;
        return node.Value.Piece.Hold();
    }

    /// <summary>Keeps a piece that is not here yet, and takes over the caller's hold on it.</summary>
    /// <param name="seq">The piece.</param>
    /// <param name="piece">Its bytes.</param>
    /// <param name="read">Whether somebody has asked for it.</param>
    public void Add(int seq, SharedPiece piece, bool read)
    {
        _bySeq.Add(seq, _byUse.AddFirst(new Entry(seq, piece) { IsRead = read }));
        Unread += read ? 0 : 1;
        while (_byUse.Count > capacity)
            Remove(_byUse.Last!);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_byUse.First is { } node)
            Remove(node);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _bySeq.Remove(node.Value.Seq);
        Unread -= node.Value.IsRead ? 0 : 1;
        node.Value.Piece.Release();
    }

    private sealed class Entry(int seq, SharedPiece piece)
    {
        public int Seq => seq;

        public SharedPiece Piece => piece;

        public bool IsRead { get; set; }
    }
}
