namespace StorageX.Manifests;

/// <summary>What must hold of a manifest before a byte of it is fetched.</summary>
internal static class ManifestCheck
{
    private const int LongestKey = 8192;

    /// <summary>Requires that the pieces, by ascending seq, make one file without gap, overlap or empty piece.</summary>
    /// <exception cref="ManifestException">They do not.</exception>
    public static void RequireWhole(Manifest manifest)
    {
        var capacity = manifest.PieceCapacity;
        var end = 0L;
        for (var index = 0; index < manifest.Pieces.Count; index++)
        {
            var piece = manifest.Pieces[index];
            Require(piece.Seq == index, $"piece {index} has the seq {piece.Seq}; pieces count from 0, each once");
            Require(piece.Offset == end, $"piece {index} stands at byte {piece.Offset}, where byte {end} is next");
            Require(piece.Size >= 1 && piece.Size <= capacity, $"piece {index} has {piece.Size} bytes, and a canvas of {manifest.PieceWidth} x {manifest.PieceHeight} carries 1 to {capacity}");
            Require(piece.Key.Length is >= 1 and <= LongestKey && !piece.Key.Any(char.IsControl), $"piece {index} has no usable key");
            end += piece.Size;
        }
    }

    private static void Require(bool holds, string defect)
    {
        if (!holds)
            throw new ManifestException(defect);
    }
}
