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

    /// <summary>Whether every group is stored whole.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>The group of a piece of the file, or of one of parity.</summary>
    public int GroupOf(int seq) => seq >= 0 ? seq / scheme.Data : (First - seq) / scheme.Parity;

    /// <summary>Whether a piece of the file is the last that its group can have.</summary>
    public bool IsLast(int seq) => seq % scheme.Data == scheme.Data - 1;

    /// <summary>The number of a piece of parity.</summary>
    public int SeqOf(int group, int place) => First - (group * scheme.Parity) - place;

    /// <summary>Begins a group, if this is its first piece.</summary>
    public void Begin(int seq) => _open.TryAdd(GroupOf(seq), new Group());

    /// <summary>Says how many pieces a group has.</summary>
    public void End(int group, int pieces) => _open[group].Count = pieces;

    /// <summary>Takes a piece that is stored, of the file or of parity.</summary>
    /// <returns>The entries of its group in order, once all of it is stored; before, nothing.</returns>
    public IReadOnlyList<ManifestPiece> Add(ManifestPiece piece)
    {
        var number = GroupOf(piece.Seq);
        var group = _open[number];
        group.Pieces.Add(piece.Seq, piece);
        if (group.Pieces.Count != group.Count + scheme.Parity)
            return [];
        _open.Remove(number);
        List<ManifestPiece> entries = [.. group.Pieces.Where(entry => entry.Key >= 0).Select(entry => entry.Value)];
        entries[^1] = entries[^1] with
        {
            Parity = [.. group.Pieces.Where(entry => entry.Key < 0).Reverse()
                .Select(entry => new ParityPiece(entry.Value.Key, entry.Value.Size, entry.Value.Checksum, entry.Value.Secret) { Mirrors = entry.Value.Mirrors })],
        };
        return entries;
    }

    private sealed class Group
    {
        public SortedDictionary<int, ManifestPiece> Pieces { get; } = [];

        public int? Count { get; set; }
    }
}
