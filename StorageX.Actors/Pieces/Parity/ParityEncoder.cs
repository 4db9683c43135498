using StorageX.Buffers;

namespace StorageX.Pieces.Parity;

/// <summary>
/// Makes the parity of one group after another, while its pieces pass by: Reed-Solomon, systematic, over <see cref="GaloisField"/>. Parity
/// piece i is the sum of the data pieces, each times 1 / ((k + i) xor its place): the Cauchy matrix of ISA-L's <c>gf_gen_cauchy1_matrix</c>,
/// of which every square part can be inverted, so that any m losses are made good. Pieces are padded with zeros to the longest of
/// their group, and a group that ends early is one whose other pieces are zeros.
/// </summary>
/// <remarks>
/// <para>No group is ever in memory: it holds m sums of the longest piece, and up to <see cref="WeightedSums.Batch"/> - 1 pieces that
/// wait for others, which are then added in one pass. With 10+4 and pieces of 2.36 MB that is 16.5 MB (15.8 MiB), however many pieces there
/// are; the parity pieces, once taken, are the sums themselves.</para>
/// <para>An upload hands a piece's buffer over when it needs it no more (the piece has been sealed and drawn), in whatever order that
/// happens, and must not count on the buffer's return to the pool before the group ends. For one owner at a time.</para>
/// </remarks>
internal sealed class ParityEncoder : IDisposable
{
    private readonly WeightedSums _sums;
    private readonly bool[] _added;

    /// <param name="scheme">The pieces of a group.</param>
    /// <param name="capacity">Bytes of the longest piece that may come, 0 or more.</param>
    /// <param name="path">How bytes are multiplied; null for the fastest way of this machine.</param>
    public ParityEncoder(ParityScheme scheme, int capacity, ParityPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        (Scheme, _sums, _added) = (scheme, new WeightedSums(scheme.Parity, capacity, path), new bool[scheme.Data]);
    }

    /// <summary>The pieces of a group.</summary>
    public ParityScheme Scheme { get; }

    /// <summary>How many pieces the group has so far, 0 to those of the scheme.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the longest piece of the group so far, which is the length of its parity.</summary>
    public int Length => _sums.Length;

    /// <summary>Whether the group has all pieces that the scheme gives it.</summary>
    public bool IsFull => Count == Scheme.Data;

    /// <summary>Adds a piece and takes its buffer, which goes back to the pool after this call or a later one.</summary>
    /// <param name="place">Its place in the group, 0 to k - 1; pieces may come in any order.</param>
    /// <param name="piece">Its raw bytes; its owner is the encoder from now on, also if this fails.</param>
    /// <exception cref="ArgumentException">There is no such place, a piece has it already, or this one is longer than the capacity.</exception>
    public void Add(int place, PooledBytes piece)
    {
        try
        {
            _sums.Add(piece, FactorsOf(place));
            Take(place);
        }
        catch (ArgumentException)
        {
            piece.Dispose();
            throw;
        }
    }

    /// <summary>Adds a piece whose bytes stay the caller's, who may change them afterwards; together with what waits, since nothing of it can wait.</summary>
    /// <inheritdoc cref="Add(int, PooledBytes)"/>
    public void Add(int place, ReadOnlyMemory<byte> piece)
    {
        _sums.Add(piece, FactorsOf(place));
        Take(place);
    }

    /// <summary>Adds a piece whose bytes stay the caller's, together with others: they are read until this answers true, or the group ends.</summary>
    /// <returns>Whether all pieces so far have been read.</returns>
    /// <inheritdoc cref="Add(int, PooledBytes)"/>
    public bool AddLater(int place, ReadOnlyMemory<byte> piece)
    {
        var folded = _sums.AddLater(piece, FactorsOf(place));
        Take(place);
        return folded;
    }

    /// <summary>Ends the group, full or not, and begins the next.</summary>
    /// <returns>Its m parity pieces, in order, each of <see cref="Length"/> bytes. Their owner is the caller.</returns>
    /// <exception cref="InvalidOperationException">The group has no piece.</exception>
    public PooledBytes[] Finish()
    {
        if (Count == 0)
            throw new InvalidOperationException("a group without pieces has no parity");
        Count = 0;
        Array.Clear(_added);
        return _sums.Take(Length);
    }

    /// <summary>Gives back every buffer that it holds.</summary>
    public void Dispose() => _sums.Dispose();

    private byte[] FactorsOf(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Scheme.Data);
        if (_added[place])
            throw new ArgumentException($"piece {place} of the group has been added already", nameof(place));
        return [.. Enumerable.Range(Scheme.Data, Scheme.Parity).Select(row => GaloisField.Cauchy(row, place))];
    }

    private void Take(int place)
    {
        _added[place] = true;
        Count++;
    }
}
