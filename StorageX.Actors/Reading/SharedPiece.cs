using StorageX.Buffers;

namespace StorageX.Reading;

/// <summary>The checked bytes of a piece that several hold at once; the buffer goes back when the last one has released it.</summary>
/// <param name="bytes">The bytes, now owned by this.</param>
internal sealed class SharedPiece(PooledBytes bytes)
{
    private int _holders = 1;

    /// <summary>The bytes; only for holders.</summary>
    public ReadOnlySpan<byte> Span => bytes.Span;

    /// <summary>One holder more, asked for by a holder.</summary>
    public SharedPiece Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>One holder less.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            bytes.Dispose();
    }
}
