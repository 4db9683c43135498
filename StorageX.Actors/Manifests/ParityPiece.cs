namespace StorageX.Manifests;

/// <summary>One piece of the parity of a group, as the entry that ends the group lists it (FORMAT.md, section 5).</summary>
/// <param name="Key">Where its image is.</param>
/// <param name="Size">How many bytes it has: those of the longest piece of the group.</param>
/// <param name="Checksum"><c>sha256:</c> and 64 hex digits of its bytes.</param>
/// <param name="Secret">The 32 bytes that open its container; null where it is public.</param>
public sealed record ParityPiece(string Key, int Size, string Checksum, ReadOnlyMemory<byte>? Secret = null)
{
    /// <summary>Where further images of it are, 0 to 15.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>What its images must carry, and where they are, as of any piece.</summary>
    /// <param name="seq">The number that it has among others.</param>
    internal ManifestPiece ToPiece(int seq) => new(seq, Key, 0, Size, Checksum, Secret) { Mirrors = Mirrors };

    /// <summary>A piece as the entry that ends a group lists it.</summary>
    internal static ParityPiece Of(ManifestPiece piece) => new(piece.Key, piece.Size, piece.Checksum, piece.Secret) { Mirrors = piece.Mirrors };
}
