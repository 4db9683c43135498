using System.Buffers;

namespace StorageX.Buffers;

/// <summary>
/// Bytes in a buffer rented from a pool. Exactly one owner disposes it, once; the owner may hand it on in
/// a message, and then no longer touches it. Disposing again does nothing.
/// </summary>
public sealed class PooledBytes : IDisposable
{
    // One pool for all threads: the shared one keeps arrays back for every thread that ever gave one, and would grow with
    // the length of a transfer.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(LargestPooled, ArraysOfASize);

    private const int LargestPooled = 128 << 20;
    private const int ArraysOfASize = 64;
    private byte[]? _array;
    private int _start;

    private PooledBytes(byte[] array, int length)
    {
        _array = array;
        Length = length;
    }

    /// <summary>How many bytes count, 0 or more; the rented array may be longer.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes that count.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been given back.</exception>
    public Memory<byte> Memory => Array.AsMemory(_start, Length);

    /// <inheritdoc cref="Memory"/>
    public Span<byte> Span => Array.AsSpan(_start, Length);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBytes));

    /// <summary>Rents a buffer of <paramref name="length"/> bytes; their content is not cleared.</summary>
    public static PooledBytes Rent(int length) => new(Pool.Rent(length), length);

    /// <summary>Rents a buffer and copies <paramref name="bytes"/> into it.</summary>
    public static PooledBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var copy = Rent(bytes.Length);
        bytes.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>Keeps only the first <paramref name="length"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than there are, or fewer than none.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Keeps only the <paramref name="length"/> bytes from <paramref name="start"/> on, without moving them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all there.</exception>
    public void Narrow(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        (_start, Length) = (_start + start, length);
    }

    /// <summary>Gives the buffer back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
            Pool.Return(array);
    }
}
