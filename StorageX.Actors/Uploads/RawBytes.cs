using StorageX.Buffers;
using StorageX.Pieces;

namespace StorageX.Uploads;

/// <summary>The bytes of pieces that two read at once: they are given back when both have.</summary>
internal sealed class RawBytes : IDisposable
{
    private readonly HashSet<int> _folding = [];
    private readonly Dictionary<int, PooledBytes> _done = [];

    /// <summary>How many pieces are being folded.</summary>
    public int Folding => _folding.Count;

    /// <summary>Notes that a piece is being folded into the parity of its group.</summary>
    public void Fold(int seq) => _folding.Add(seq);

    /// <summary>Notes that it has been.</summary>
    public void Folded(int seq)
    {
        _folding.Remove(seq);
        if (_done.Remove(seq, out var bytes))
            bytes.Dispose();
    }

    /// <summary>Gives a piece's bytes back once they are not folded any more.</summary>
    public void Release(Piece piece)
    {
        if (!_folding.Contains(piece.Seq))
            piece.Bytes.Dispose();
        else
            _done[piece.Seq] = piece.Bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bytes in _done.Values)
            bytes.Dispose();
    }
}
