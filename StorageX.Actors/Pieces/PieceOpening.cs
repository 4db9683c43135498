using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;

namespace StorageX.Pieces;

/// <summary>How the bytes of an image's canvas become a piece again.</summary>
internal sealed class PieceOpening
{
    private readonly ContainerKind? _kind;
    private readonly ReadOnlyMemory<byte> _secret;
    private readonly bool _root;

    private PieceOpening(ContainerKind? kind, ReadOnlyMemory<byte> secret, bool root = false) => (_kind, _secret, _root) = (kind, secret, root);

    /// <summary>For a piece that a manifest lists.</summary>
    public static PieceOpening Of(Manifest manifest, ManifestPiece piece) => manifest.IsFormat1
        ? new PieceOpening(null, default)
        : new PieceOpening(manifest.Level > 0 ? ContainerKind.Manifest : ContainerKind.Data, piece.Secret ?? default);

    /// <summary>For a piece of parity that a manifest lists.</summary>
    public static PieceOpening Parity(ManifestPiece piece) => new(ContainerKind.Parity, piece.Secret ?? default);

    /// <summary>For a piece that was stored here.</summary>
    /// <param name="format1">Whether its image is of format 1.</param>
    /// <param name="kind">What it is in format 2.</param>
    /// <param name="secret">The secret that opens it, if any.</param>
    public static PieceOpening Stored(bool format1, ContainerKind kind, ReadOnlyMemory<byte> secret) => new(format1 ? null : kind, secret);

    /// <summary>For a root manifest: of format 2 if the key has a secret, or the canvas a container; else of format 1.</summary>
    public static PieceOpening Root(ShareKey key) => new(ContainerKind.Manifest, key.Secret, root: true);

    /// <summary>Opens the canvas of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="maxCanvasBytes">The most bytes its canvas may carry.</param>
    /// <param name="maxRawBytes">The most bytes the piece may have.</param>
    /// <exception cref="ImageException">It is no image with a canvas.</exception>
    /// <exception cref="ContainerException">The canvas carries no such container.</exception>
    public PooledBytes Open(ReadOnlySpan<byte> image, int maxCanvasBytes, int maxRawBytes)
    {
        var canvas = ImageCanvas.Decode(image, maxCanvasBytes);
        if (_kind is null || (_root && _secret.IsEmpty && !canvas.Span.StartsWith(ContainerHeader.Magic)))
            return canvas;
        return Container.Open(canvas, _kind.Value, _secret.Span, maxRawBytes);
    }
}
