namespace StorageX.Manifests;

/// <summary>The pieces of one group of a manifest, in order, of which the last carries the parity that restores lost ones.</summary>
/// <param name="pieces">The pieces, 1 or more.</param>
internal sealed class PieceGroup(IReadOnlyList<ManifestPiece> pieces)
{
    /// <summary>The pieces; the place of each in the group is its index.</summary>
    public IReadOnlyList<ManifestPiece> Pieces => pieces;

    /// <summary>The parity, in the order of its places.</summary>
    public IReadOnlyList<ParityPiece> Parity => pieces[^1].Parity;

    /// <summary>The place of a piece in the group, from 0.</summary>
    /// <param name="seq">The piece's place in the file.</param>
    public int PlaceOf(int seq) => seq - pieces[0].Seq;

    /// <summary>All pieces of a manifest, each with its group; without one where the manifest has no parity.</summary>
    public static IEnumerable<(ManifestPiece Piece, PieceGroup? Group)> Walk(Manifest manifest)
    {
        var pieces = new List<ManifestPiece>();
        foreach (var piece in manifest.Pieces)
        {
            if (manifest.Parity is null)
            {
                yield return (piece, null);
                continue;
            }

            pieces.Add(piece);
            if (piece.Parity.Count == 0)
                continue;
            var group = new PieceGroup(pieces);
            foreach (var member in pieces)
                yield return (member, group);
            pieces = [];
        }
    }
}
