using StorageX.Buffers;

namespace StorageX.Pieces.Parity;

/// <summary>
/// Sums of pieces times factors, to which pieces are added one by one, each then padded with zeros to the longest. It keeps the
/// sums and, until <see cref="Batch"/> are together, the pieces that wait: a pass over the sums for every single piece would
/// take as long for carrying them through memory as for all arithmetic. For one owner at a time.
/// </summary>
internal sealed class WeightedSums : IDisposable
{
    /// <summary>Pieces that are added in one pass; one less than that may wait.</summary>
    public const int Batch = 4;

    private const int CacheLine = 64;
    private readonly int _capacity;
    private readonly ParityPath _path;
    private readonly PooledBytes?[] _sums;
    private readonly Memory<byte>[] _bytes;
    private readonly PooledBytes?[] _owned = new PooledBytes?[Batch];
    private readonly ReadOnlyMemory<byte>[] _waiting = new ReadOnlyMemory<byte>[Batch];
    private readonly byte[] _factors;
    private int _count;
    private int _written;

    /// <param name="rows">How many sums, 1 or more.</param>
    /// <param name="capacity">Bytes of the longest piece that may come.</param>
    /// <param name="path">How bytes are multiplied; null for the fastest way of this machine.</param>
    public WeightedSums(int rows, int capacity, ParityPath? path)
    {
        (_capacity, _path) = (capacity, path ?? FieldSums.Best);
        (_sums, _bytes, _factors) = (new PooledBytes?[rows], new Memory<byte>[rows], new byte[Batch * rows]);
    }

    /// <summary>Bytes of the longest piece so far.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a piece that stays the caller's: what waits is added with it, now.</summary>
    /// <param name="piece">Its bytes, no more than the capacity.</param>
    /// <param name="factors">Its factor in each sum.</param>
    /// <exception cref="ArgumentException">It is longer than the capacity.</exception>
    public void Add(ReadOnlyMemory<byte> piece, ReadOnlySpan<byte> factors)
    {
        Wait(piece, factors);
        Fold();
    }

    /// <summary>Adds a piece that is its own from now on: it is given back to the pool once it has been added.</summary>
    /// <inheritdoc cref="Add(ReadOnlyMemory{byte}, ReadOnlySpan{byte})"/>
    public void Add(PooledBytes piece, ReadOnlySpan<byte> factors)
    {
        _owned[_count] = piece;
        Wait(piece.Memory, factors);
        if (_count == Batch)
            Fold();
    }

    /// <summary>Adds a piece that stays the caller's, with others: it is read until this answers true, or the sums are taken.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    /// <inheritdoc cref="Add(ReadOnlyMemory{byte}, ReadOnlySpan{byte})"/>
    public bool AddLater(ReadOnlyMemory<byte> piece, ReadOnlySpan<byte> factors)
    {
        Wait(piece, factors);
        if (_count == Batch)
            Fold();
        return _count == 0;
    }

    /// <summary>Gives the sums away and begins anew. Their owner is the caller.</summary>
    /// <param name="length">Bytes of each, no more than the capacity: what no piece reached is zeros.</param>
    public PooledBytes[] Take(int length)
    {
        Fold();
        Rent();
        var taken = _sums.Select(sum => sum!).ToArray();
        foreach (var sum in taken)
        {
            sum.Truncate(length);
            sum.Span[Math.Min(_written, length)..].Clear();
        }

        Array.Clear(_sums);
        Array.Clear(_bytes);
        (Length, _written) = (0, 0);
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GiveBack();
        foreach (var sum in _sums)
            sum?.Dispose();
        Array.Clear(_sums);
        Array.Clear(_bytes);
    }

    private void Wait(ReadOnlyMemory<byte> piece, ReadOnlySpan<byte> factors)
    {
        if (piece.Length > _capacity)
            throw new ArgumentException($"a piece of {piece.Length} bytes, where {_capacity} are the most", nameof(piece));
        factors.CopyTo(_factors.AsSpan(_count * _sums.Length));
        _waiting[_count++] = piece;
        Length = Math.Max(Length, piece.Length);
    }

    // Between two places where a piece, or what has been written, ends, all is alike: the same pieces are added, to the same kind of bytes.
    private void Fold()
    {
        if (_count == 0)
            return;
        Rent();
        Span<int> ends = stackalloc int[Batch + 1];
        for (var i = 0; i < _count; i++)
            ends[i] = _waiting[i].Length;
        ends[_count] = _written;
        ends = ends[..(_count + 1)];
        ends.Sort();
        var from = 0;
        foreach (var to in ends)
        {
            if (from < to)
                Fold(from, to);
            from = to;
        }

        _written = from;
        GiveBack();
    }

    private void Fold(int from, int to)
    {
        var pieces = new ReadOnlyMemory<byte>[Batch];
        Span<byte> factors = new byte[_factors.Length];
        var (rows, count) = (_sums.Length, 0);
        for (var i = 0; i < _count; i++)
        {
            if (_waiting[i].Length < to)
                continue;
            pieces[count] = _waiting[i];
            _factors.AsSpan(i * rows, rows).CopyTo(factors[(count++ * rows)..]);
        }

        if (count > 0)
            FieldSums.Fold(_path, _bytes, pieces.AsSpan(0, count), factors[..(count * rows)], from, to, fresh: from >= _written);
    }

    private void Rent()
    {
        for (var i = 0; i < _sums.Length && _sums[i] is null; i++)
            _bytes[i] = (_sums[i] = RentAligned(_capacity)).Memory;
    }

    // Stores that cross a line of the cache cost twice. Large arrays stay where they are, as a rule, and where they do not, only time is lost.
    private static unsafe PooledBytes RentAligned(int length)
    {
        var bytes = PooledBytes.Rent(length + CacheLine - 1);
        fixed (byte* first = bytes.Span)
            bytes.Narrow((int)(-(nint)first & (CacheLine - 1)), length);
        return bytes;
    }

    private void GiveBack()
    {
        foreach (ref var piece in _owned.AsSpan())
        {
            piece?.Dispose();
            piece = null;
        }

        Array.Clear(_waiting);
        _count = 0;
    }
}
