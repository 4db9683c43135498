using StorageX.Buffers;

namespace StorageX.Pieces.Parity;

/// <summary>
/// Computes the lost pieces of a group while those that a plan names pass by, in any order. It holds the lost ones, and up to
/// <see cref="WeightedSums.Batch"/> - 1 pieces that wait for others. A piece that turns out to be lost as well needs a new plan, and a new
/// decoder. It checks nothing: a wrong piece gives wrong ones, which their checksums show. For one owner at a time.
/// </summary>
internal sealed class ParityDecoder : IDisposable
{
    private readonly ParityPlan _plan;
    private readonly int[] _lengths;
    private readonly WeightedSums _sums;
    private readonly HashSet<int> _outstanding;

    /// <param name="plan">What is computed, and from what.</param>
    /// <param name="lengths">Bytes of each of the wanted pieces: those of the data piece; for parity, those of the longest piece of the group.</param>
    /// <param name="path">How bytes are multiplied; null for the fastest way of this machine.</param>
    /// <exception cref="ArgumentException">There is not one length for each wanted piece, or nothing is wanted.</exception>
    public ParityDecoder(ParityPlan plan, IReadOnlyList<int> lengths, ParityPath? path = null)
    {
        if (lengths.Count != plan.Wanted.Count || lengths.Count == 0)
            throw new ArgumentException($"{lengths.Count} lengths for {plan.Wanted.Count} pieces", nameof(lengths));
        (_plan, _lengths, _outstanding) = (plan, [.. lengths], [.. plan.Survivors]);
        _sums = new WeightedSums(lengths.Count, lengths.Max(), path);
    }

    /// <summary>The places of the pieces that are still to be added.</summary>
    public IReadOnlyCollection<int> Outstanding => _outstanding;

    /// <summary>Adds a piece and takes its buffer, which goes back to the pool after this call or a later one.</summary>
    /// <param name="place">Its place in the group, one of <see cref="Outstanding"/>.</param>
    /// <param name="piece">Its raw bytes; its owner is the decoder from now on, also if this fails.</param>
    /// <exception cref="ArgumentException">The plan has no such piece, or it has been added already.</exception>
    public void Add(int place, PooledBytes piece)
    {
        try
        {
            Take(place);
            piece.Truncate(Math.Min(piece.Length, _lengths.Max()));
            _sums.Add(piece, _plan.FactorsOf(place));
        }
        catch (ArgumentException)
        {
            piece.Dispose();
            throw;
        }
    }

    /// <summary>Adds a piece whose bytes stay the caller's; together with what waits, since nothing of it can wait.</summary>
    /// <inheritdoc cref="Add(int, PooledBytes)"/>
    public void Add(int place, ReadOnlyMemory<byte> piece)
    {
        Take(place);
        _sums.Add(piece[..Math.Min(piece.Length, _lengths.Max())], _plan.FactorsOf(place));
    }

    /// <summary>The lost pieces, in the order in which the plan names them, each of its own length. Their owner is the caller.</summary>
    /// <exception cref="InvalidOperationException">A piece is still to be added.</exception>
    public PooledBytes[] Finish()
    {
        if (_outstanding.Count > 0)
            throw new InvalidOperationException($"{_outstanding.Count} pieces are still to be added");
        var pieces = _sums.Take(_lengths.Max());
        for (var i = 0; i < pieces.Length; i++)
            pieces[i].Truncate(_lengths[i]);
        return pieces;
    }

    /// <summary>Gives back every buffer that it holds.</summary>
    public void Dispose() => _sums.Dispose();

    private void Take(int place)
    {
        if (!_outstanding.Remove(place))
            throw new ArgumentException($"piece {place} of the group is not to be added, or has been", nameof(place));
    }
}
