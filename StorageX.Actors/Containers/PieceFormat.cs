using StorageX.Images;
using StorageX.Manifests;

namespace StorageX.Containers;

/// <summary>How the pieces of one upload become images: as format 1, or as format 2 in one of three ways.</summary>
internal sealed class PieceFormat
{
    private readonly UserSecret? _user;
    private readonly bool _random;

    private PieceFormat(string? variant, UserSecret? user = null, bool random = false) => (Variant, _user, _random) = (variant, user, random);

    /// <summary>Format 1: pieces as they are.</summary>
    public static PieceFormat Format1 { get; } = new("1");

    /// <summary>Format 2 without encryption.</summary>
    public static PieceFormat Public { get; } = new("2-public");

    /// <summary>Format 2 with secrets that nothing repeats, so that equal pieces do not show; they are never found again either.</summary>
    public static PieceFormat Unlinked { get; } = new(null, random: true);

    /// <summary>What the catalogue knows such pieces as; null if they are not to be found again.</summary>
    public string? Variant { get; }

    /// <summary>Whether it is format 1.</summary>
    public bool IsFormat1 => this == Format1;

    /// <summary>Whether images can be read by anyone.</summary>
    public bool IsPublic => _user is null && !_random;

    /// <summary>Format 2 with secrets that follow from the piece and the user's secret.</summary>
    public static PieceFormat Private(UserSecret user) => new("2", user);

    /// <summary>The most bytes of a file that a piece's canvas carries.</summary>
    public int CapacityOf(CanvasSize canvas) => (int)Manifest.CapacityOf(canvas.Width, canvas.Height, IsFormat1);

    /// <summary>Makes a piece's image, and the secret that opens it.</summary>
    /// <param name="raw">The piece.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="canvas">A full piece's canvas.</param>
    /// <param name="sha256">SHA-256 of the piece.</param>
    public (PooledBytes Image, byte[]? Secret) Seal(ReadOnlySpan<byte> raw, ContainerKind kind, CanvasSize canvas, ReadOnlySpan<byte> sha256)
    {
        if (IsFormat1)
            return (ImageCanvas.Encode(raw, canvas, PixelCompression.WhereItPays), null);
        var secret = _user is not null ? PieceSecret.Derive(_user.Bytes, sha256) : _random ? PieceSecret.Random() : null;
        return (SealWith(raw, kind, canvas, secret, sha256), secret);
    }

    /// <summary>Makes a root manifest's image, and the secret that goes into the key.</summary>
    public (PooledBytes Image, byte[]? Secret) SealRoot(ReadOnlySpan<byte> text, CanvasSize canvas)
    {
        if (IsFormat1)
            return (ImageCanvas.Encode(text, ManifestLimits.Canvas, PixelCompression.WhereItPays), null);
        var secret = IsPublic ? null : PieceSecret.Random();
        return (SealWith(text, ContainerKind.Manifest, canvas, secret, []), secret);
    }

    private static PooledBytes SealWith(ReadOnlySpan<byte> raw, ContainerKind kind, CanvasSize canvas, byte[]? secret, ReadOnlySpan<byte> sha256)
    {
        var image = PngWriter.RentFor(raw.Length + Container.Overhead);
        try
        {
            var length = Container.Seal(raw, kind, secret, sha256, PngWriter.PayloadIn(image));
            PngWriter.WriteInPlace(image, length, CanvasSize.Fit(length, canvas));
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
