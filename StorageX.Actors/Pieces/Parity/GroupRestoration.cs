using System.Diagnostics.CodeAnalysis;
using StorageX.Buffers;
using StorageX.Manifests;

namespace StorageX.Pieces.Parity;

/// <summary>
/// The lost pieces of one group, while those that are there come, in any order. What is lost need not be known before: the sums of all parity are
/// kept, less what each piece that comes counts in them; in the end they are sums of lost pieces alone. For one owner at a time.
/// </summary>
internal sealed class GroupRestoration : IDisposable
{
    private readonly PieceGroup _group;
    private readonly ParityScheme _scheme;
    private readonly ParityEncoder _sums;
    private readonly Queue<int> _data;
    private readonly Queue<int> _parity;
    private readonly Queue<int> _avoided;
    private readonly SortedSet<int> _lost;
    private readonly Dictionary<int, PooledBytes> _rows = [];
    private readonly int _length;
    private readonly HashSet<int> _again = [];
    private int _asked;
    private int _came;

    /// <param name="group">The group.</param>
    /// <param name="scheme">The code.</param>
    /// <param name="lost">The places of pieces that are known to be lost.</param>
    /// <param name="isAvoided">Whether a piece is rather restored than asked for.</param>
    public GroupRestoration(PieceGroup group, ParityScheme scheme, IEnumerable<int> lost, Func<ManifestPiece, bool> isAvoided)
    {
        (_group, _scheme, _lost, _length) = (group, scheme, [.. lost], group.Parity[0].Size);
        _sums = new ParityEncoder(scheme, _length);
        var rest = Enumerable.Range(0, group.Pieces.Count).Where(place => !_lost.Contains(place)).ToLookup(place => isAvoided(group.Pieces[place]));
        (_data, _avoided) = (new(rest[false]), new(rest[true]));
        _parity = new(Enumerable.Range(scheme.Data, group.Parity.Count).OrderBy(place => isAvoided(PieceAt(place))));
    }

    /// <summary>Why nothing can be restored, on one line.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Whether what has come is too little to restore the rest.</summary>
    public bool IsShort => _came < _group.Pieces.Count;

    /// <summary>Whether a place is one of data.</summary>
    public bool IsData(int place) => place < _scheme.Data;

    /// <summary>What the manifest says of a piece of data or of parity.</summary>
    public ManifestPiece PieceAt(int place) => IsData(place) ? _group.Pieces[place] : _group.Parity[place - _scheme.Data].ToPiece(place);

    /// <summary>Names a piece to a person.</summary>
    public string NameOf(int place) => IsData(place) ? $"piece {_group.Pieces[place].Seq}" : $"parity {place - _scheme.Data} of piece {_group.Pieces[^1].Seq}";

    /// <summary>The place of the next piece that is needed.</summary>
    /// <returns>False where no other is, or there is none.</returns>
    public bool TryNext(out int place)
    {
        if (_data.TryDequeue(out place))
            return true;
        // Those that were not asked for are lost as long as there is parity enough for them.
        if (_asked < _lost.Count + _avoided.Count && _parity.TryDequeue(out place))
        {
            _asked++;
            return true;
        }

        return _asked < _lost.Count + _avoided.Count && _avoided.TryDequeue(out place);
    }

    /// <summary>Takes a piece that came, and its buffer.</summary>
    public void Add(int place, PooledBytes bytes)
    {
        _came++;
        if (IsData(place))
            _sums.Add(place, bytes);
        else
            _rows.Add(place, bytes);
    }

    /// <summary>Takes that a piece cannot be had.</summary>
    public void Miss(int place)
    {
        if (IsData(place))
            _lost.Add(place);
        else
            _asked--;
    }

    /// <summary>Lets pieces be asked for once more that failed, but were not said to be lost: a host that errs may do better when all else is in.</summary>
    /// <returns>Whether there are any that were not let before.</returns>
    public bool TryAgain(IEnumerable<int> failed)
    {
        int[] places = [.. failed.Where(_again.Add)];
        foreach (var place in places)
        {
            _lost.Remove(place);
            (IsData(place) ? _data : _parity).Enqueue(place);
        }

        return places.Length > 0;
    }

    /// <summary>Takes that a piece is rather not waited for: where others do not do, it is asked for again.</summary>
    public void Postpone(int place)
    {
        if (IsData(place))
        {
            _avoided.Enqueue(place);
            return;
        }

        _parity.Enqueue(place);
        _asked--;
    }

    /// <summary>Computes the lost pieces, by their places, once no other is needed; each is checked. The caller owns them.</summary>
    /// <returns>False where too much is lost; <see cref="Problem"/> says so.</returns>
    public bool TrySolve([NotNullWhen(true)] out IReadOnlyDictionary<int, PooledBytes>? pieces)
    {
        pieces = null;
        _lost.UnionWith(_avoided);
        int[] there = [.. Enumerable.Range(0, _group.Pieces.Count).Except(_lost), .. _rows.Keys];
        if (!ParityPlan.TryMake(_scheme, _group.Pieces.Count, there, [.. _lost], out var plan, out var problem))
        {
            Problem = problem;
            return false;
        }

        Reduce();
        using var decoder = new ParityDecoder(plan, [.. _lost.Select(place => _group.Pieces[place].Size)]);
        foreach (var place in plan.Survivors)
        {
            if (_rows.Remove(place, out var row))
                decoder.Add(place, row);
            else
                decoder.Add(place, ReadOnlyMemory<byte>.Empty);
        }

        var restored = _lost.Zip(decoder.Finish()).ToDictionary(pair => pair.First, pair => pair.Second);
        if (restored.Keys.FirstOrDefault(place => !Checksum.Fits(_group.Pieces[place].Checksum, restored[place].Span), -1) is var wrong and >= 0)
        {
            foreach (var bytes in restored.Values)
                bytes.Dispose();
            Problem = $"{NameOf(wrong)} comes out of it with another SHA-256 than the manifest says";
            return false;
        }

        pieces = restored;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sums.Dispose();
        foreach (var row in _rows.Values)
            row.Dispose();
    }

    // What the pieces that are there count in the parity is taken from it; for the code they are zeros then.
    private void Reduce()
    {
        if (_sums.Count == 0)
            return;
        var sums = _sums.Finish();
        for (var row = 0; row < sums.Length; row++)
        {
            using var sum = sums[row];
            if (_rows.TryGetValue(_scheme.Data + row, out var parity))
                FieldSums.Fold(FieldSums.Best, [parity.Memory], [sum.Memory], [1], 0, sum.Length, fresh: false);
        }
    }
}
