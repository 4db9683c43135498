using StorageX.Manifests;

namespace StorageX;

/// <summary>What a verification found.</summary>
/// <param name="Manifest">What the key leads to.</param>
/// <param name="Defects">The pieces that cannot be had, by ascending seq; none if the file can be restored whole.</param>
public sealed record VerifyReport(Manifest Manifest, IReadOnlyList<PieceDefect> Defects)
{
    /// <summary>Whether the host was only asked what it has: what is in its images is not known then.</summary>
    public bool ExistenceOnly { get; init; }

    /// <summary>How many pieces could not be had as they were stored, and were restored from the others of their groups.</summary>
    public int Restored { get; init; }

    /// <summary>How many bytes of the file can be restored.</summary>
    public long GoodBytes => Manifest.Size - Defects.Sum(defect => (long)defect.Piece.Size);
}
