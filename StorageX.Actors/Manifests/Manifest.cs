using StorageX.Containers;
using StorageX.Images;

namespace StorageX.Manifests;

/// <summary>What a key leads to: the file's name and its pieces, in order, without gap or overlap.</summary>
/// <param name="ProtocolVersion">The format's version: 1.0, or from 2.0 and below 3.</param>
/// <param name="FileName">The name the uploader gave, unchecked: a label, never a path (see <see cref="SafeFileName"/>).</param>
/// <param name="PieceWidth">A full piece's canvas width in pixels.</param>
/// <param name="PieceHeight">A full piece's canvas height in pixels.</param>
/// <param name="Pieces">
/// The pieces by ascending offset; none for an empty file, and none for one that is inline. The list of a very large file is
/// read again from where it is kept each time it is walked.
/// </param>
public sealed record Manifest(
    double ProtocolVersion, string FileName, int PieceWidth, int PieceHeight, IReadOnlyCollection<ManifestPiece> Pieces)
{
    private readonly long? _size;
    private readonly int? _count;

    /// <summary>The file's size in bytes; at level 1 and above, that of the text that is listed.</summary>
    public long Size
    {
        get => _size ?? Pieces.Sum(piece => (long)piece.Size);
        init => _size = value;
    }

    /// <summary>How many pieces there are; more than <see cref="Pieces"/> lists after an upload of more than 250, which keeps none in memory.</summary>
    public int PieceCount
    {
        get => _count ?? Pieces.Count;
        init => _count = value;
    }

    /// <summary>When the file was uploaded; null where the writer did not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The file itself, if it is small enough to be carried here, up to 1024 bytes; else null.</summary>
    public ReadOnlyMemory<byte>? Inline { get; init; }

    /// <summary>How lost pieces are restored: how many make a group, and how many more it has; null where there is no parity.</summary>
    public ParityScheme? Parity { get; init; }

    /// <summary>Where a folder's tree begins in its bytes, in bytes (FORMAT.md, section 12); null where they are a file's.</summary>
    public long? TreeOffset { get; init; }

    /// <summary>0 where the pieces are the file's; above, they carry the text of the manifest of the level below.</summary>
    internal int Level { get; init; }

    /// <summary>What a manifest above level 0 says of the file's size, if anything.</summary>
    internal long? FileSize { get; init; }

    /// <summary>Whether it is of format 1, whose images carry the pieces as they are.</summary>
    internal bool IsFormat1 => ProtocolVersion < 2;

    /// <summary>The most bytes a piece can have.</summary>
    internal long PieceCapacity => CapacityOf(PieceWidth, PieceHeight, IsFormat1);

    /// <summary>The most bytes of a file that a piece's canvas carries.</summary>
    internal static long CapacityOf(int width, int height, bool format1) =>
        new CanvasSize(width, height).Capacity - (format1 ? 0 : Container.Overhead);
}

/// <summary>One piece of a file.</summary>
/// <param name="Seq">Its place in the file, from 0.</param>
/// <param name="Key">Where its image is.</param>
/// <param name="Offset">Where its bytes stand in the file.</param>
/// <param name="Size">How many bytes it carries.</param>
/// <param name="Checksum"><c>sha256:</c> and 64 hex digits of its bytes; empty where the writer gave none.</param>
/// <param name="Secret">The 32 bytes that open its container; null where it is public, and in format 1.</param>
public sealed record ManifestPiece(int Seq, string Key, long Offset, int Size, string Checksum, ReadOnlyMemory<byte>? Secret = null)
{
    /// <summary>Where further images of it are, 0 to 15.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>The parity of the group that ends with this piece; none where no group does.</summary>
    public IReadOnlyList<ParityPiece> Parity { get; init; } = [];

    /// <summary>Where all images of it are, 1 to 16.</summary>
    internal IEnumerable<string> Locators => Mirrors.Prepend(Key);

    /// <summary>The same piece with its images elsewhere.</summary>
    /// <param name="locators">Where they are, 1 to 16.</param>
    internal ManifestPiece At(IReadOnlyList<string> locators) => this with { Key = locators[0], Mirrors = [.. locators.Skip(1)] };
}
