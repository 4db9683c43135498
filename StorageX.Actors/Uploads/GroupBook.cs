using StorageX.Manifests;
using StorageX.Transfers;

namespace StorageX.Uploads;

/// <summary>
/// The entries of groups that are not stored whole yet: the last entry of a group lists its parity, and which is the last is known when the
/// group has ended. The pieces of parity have numbers of their own, all below that of a manifest.
/// </summary>
/// <param name="scheme">The pieces of a group.</param>
internal sealed class GroupBook(ParityScheme scheme)
{
    private const int First = TransferProtocol.ManifestSeq - 1;
    private readonly Dictionary<int, Group> _open = [];
    private int _current = -1;
    private int _count;

    /// <summary>Whether every group is stored whole.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>The group that waits for its next piece; null where the next piece begins one.</summary>
    public int? Unfinished => _count > 0 ? _current : null;

    /// <summary>The number of a piece of parity.</summary>
    public int SeqOf(int group, int place) => First - (group * scheme.Parity) - place;

    /// <summary>Takes the next piece of the file.</summary>
    /// <param name="ends">Whether its group ends with it, though it may not be full.</param>
    /// <returns>Its group, its place there, and whether it is the last of it.</returns>
    public (int Group, int Place, bool IsLast) Take(bool ends)
    {
        if (_count == 0)
            _open.Add(++_current, new Group());
        var place = _count++;
        var isLast = ends || _count == scheme.Data;
        if (isLast)
            _count = 0;
        return (_current, place, isLast);
    }

    /// <summary>Keeps what is stored already of a group's parity, in the order of its places.</summary>
    public void Remember(int group, IReadOnlyList<StoredBefore> parity) => _open[group].Before = parity;

    /// <summary>What is stored already of a piece of parity; null where nothing is known.</summary>
    public StoredBefore? BeforeOf(int group, int place) => _open[group].Before.ElementAtOrDefault(place);

    /// <summary>Says how many pieces a group has.</summary>
    public void End(int group, int pieces) => _open[group].Count = pieces;

    /// <summary>Takes a piece that is stored, of the file or of parity.</summary>
    /// <returns>The entries of its group in order, once all of it is stored; before, nothing.</returns>
    public IReadOnlyList<ManifestPiece> Add(int number, ManifestPiece piece)
    {
        var group = _open[number];
        group.Pieces.Add(piece.Seq, piece);
        if (group.Pieces.Count != group.Count + scheme.Parity)
            return [];
        _open.Remove(number);
        List<ManifestPiece> entries = [.. group.Pieces.Where(entry => entry.Key >= 0).Select(entry => entry.Value)];
        entries[^1] = entries[^1] with
        {
            Parity = [.. group.Pieces.Where(entry => entry.Key < 0).Reverse().Select(entry => ParityPiece.Of(entry.Value))],
        };
        return entries;
    }

    private sealed class Group
    {
        public SortedDictionary<int, ManifestPiece> Pieces { get; } = [];

        public IReadOnlyList<StoredBefore> Before { get; set; } = [];

        public int? Count { get; set; }
    }
}
