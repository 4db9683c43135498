using System.Security.Cryptography;
using StorageX.Bench.Measuring;
using StorageX.Buffers;

namespace StorageX.Bench.Parity;

/// <summary>Pooled pieces of random bytes, more than caches hold, which are taken in turn and come back by way of the pool.</summary>
internal sealed class RotatingPieces : IDisposable
{
    private const int Pieces = 24;
    private readonly Queue<PooledBytes> _pieces = new(Enumerable.Range(0, Pieces).Select(_ => PooledBytes.CopyOf(RandomNumberGenerator.GetBytes(References.PieceBytes))));

    /// <summary>The piece that has rested longest; the caller gives it back to the pool.</summary>
    public PooledBytes Take() => _pieces.Dequeue();

    /// <summary>Gives results back, and rents again, with their bytes still in them, as many pieces as have been given back.</summary>
    public void Return(PooledBytes[] results)
    {
        foreach (var result in results)
            result.Dispose();
        while (_pieces.Count < Pieces)
            _pieces.Enqueue(PooledBytes.Rent(References.PieceBytes));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var piece in _pieces)
            piece.Dispose();
    }
}
