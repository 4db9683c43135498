using StorageX.Buffers;

namespace StorageX.Reading;

/// <summary>The checked bytes of a piece that several hold at once; the buffer goes back when the last one has released it.</summary>
/// <param name="bytes">The bytes, now owned by this.</param>
/// <param name="image">The image that it came in, now owned by this; null where it was not asked for, or there was none.</param>
internal sealed class SharedPiece(PooledBytes bytes, PooledBytes? image = null)
{
    private int _holders = 1;

    /// <summary>The bytes; only for holders.</summary>
    public ReadOnlySpan<byte> Span => bytes.Span;

    /// <summary>The image that it came in, if that was asked for and there was one; only for holders.</summary>
    public PooledBytes? Image => image;

    /// <summary>One holder more, asked for by a holder.</summary>
    public SharedPiece Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>One holder less.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        bytes.Dispose();
        image?.Dispose();
    }
}
