namespace StorageX.Manifests;

/// <summary>What a key leads to: the file's name and its pieces, in order, without gap or overlap.</summary>
/// <param name="ProtocolVersion">The format's version, 1.0.</param>
/// <param name="FileName">The name the uploader gave, unchecked: a label, never a path (see <see cref="SafeFileName"/>).</param>
/// <param name="PieceWidth">A full piece's canvas width in pixels.</param>
/// <param name="PieceHeight">A full piece's canvas height in pixels.</param>
/// <param name="Pieces">The pieces by ascending offset; none for an empty file.</param>
public sealed record Manifest(
    double ProtocolVersion, string FileName, int PieceWidth, int PieceHeight, IReadOnlyList<ManifestPiece> Pieces)
{
    /// <summary>The file's size in bytes.</summary>
    public long Size => Pieces.Count == 0 ? 0 : Pieces[^1].Offset + Pieces[^1].Size;

    /// <summary>The most bytes a piece can have: what a full piece's canvas carries.</summary>
    internal long PieceCapacity => ((long)PieceWidth * PieceHeight * 3) - 4;
}

/// <summary>One piece of a file.</summary>
/// <param name="Seq">Its place in the file, from 0.</param>
/// <param name="Key">Where its image is.</param>
/// <param name="Offset">Where its bytes stand in the file.</param>
/// <param name="Size">How many bytes it carries.</param>
/// <param name="Checksum"><c>sha256:</c> and 64 hex digits of its bytes; empty where the writer gave none.</param>
public sealed record ManifestPiece(int Seq, string Key, long Offset, int Size, string Checksum);
