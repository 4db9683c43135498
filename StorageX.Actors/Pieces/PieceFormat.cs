using System.Security.Cryptography;
using System.Text;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;

namespace StorageX.Pieces;

/// <summary>How the pieces of one upload become images: as format 1, or as format 2 in one of three ways.</summary>
internal sealed class PieceFormat
{
    private readonly UserSecret? _user;
    private readonly bool _random;
    private readonly bool _compress;

    private PieceFormat(string? variant, UserSecret? user = null, bool random = false, bool compress = true) =>
        (Variant, _user, _random, _compress) = (variant, user, random, compress);

    /// <summary>Format 1: pieces as they are.</summary>
    public static PieceFormat Format1 { get; } = new("1");

    /// <summary>Format 2 without encryption.</summary>
    public static PieceFormat Public { get; } = new("2-public");

    /// <summary>Format 2 with secrets that nothing repeats, so that equal pieces do not show; they are never found again either.</summary>
    public static PieceFormat Unlinked { get; } = new(null, random: true);

    /// <summary>What the catalogue knows such pieces as; null if they are not to be found again.</summary>
    public string? Variant { get; }

    /// <summary>Whether it is format 1.</summary>
    public bool IsFormat1 => Variant == Format1.Variant;

    /// <summary>Whether images can be read by anyone.</summary>
    public bool IsPublic => _user is null && !_random;

    /// <summary>What decides with a content where it is cut: always the same for one user, unless nothing is to be found again; empty where anyone may know.</summary>
    public byte[] CuttingKey() => _user is not null ? PieceSecret.DeriveCutting(_user.Bytes) : _random ? PieceSecret.Random() : [];

    /// <summary>Format 2 with secrets that follow from the piece and the user's secret.</summary>
    public static PieceFormat Private(UserSecret user) => new("2", user);

    /// <summary>The format that a stored file has: its pieces may be found again only if those that it has could be.</summary>
    /// <param name="manifest">What its key leads to.</param>
    /// <param name="isPublic">Whether its root is.</param>
    /// <param name="user">The user's secret, asked for where it is needed.</param>
    public static PieceFormat Of(Manifest manifest, bool isPublic, Func<UserSecret> user)
    {
        if (manifest.IsFormat1)
            return Format1;
        if (isPublic)
            return Public;
        var first = manifest.Pieces.FirstOrDefault(piece => piece.Secret is not null && Checksum.DigestIn(piece.Checksum) is not null);
        return first is not null && PieceSecret.Derive(user().Bytes, Checksum.DigestIn(first.Checksum)!).AsSpan().SequenceEqual(first.Secret!.Value.Span) ? Private(user()) : Unlinked;
    }

    /// <summary>The same, but pieces are stored as long as they are; readers see no difference.</summary>
    public PieceFormat Uncompressed() => new(Variant, _user, _random, compress: false);

    /// <summary>The most bytes of a file that a piece's canvas carries.</summary>
    public int CapacityOf(CanvasSize canvas) => (int)Manifest.CapacityOf(canvas.Width, canvas.Height, IsFormat1);

    /// <summary>Makes a piece's image, and the secret that opens it.</summary>
    /// <param name="raw">The piece.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="canvas">A full piece's canvas.</param>
    /// <param name="sha256">SHA-256 of the piece.</param>
    /// <param name="known">The secret that opens other images of the same piece; null where there are none.</param>
    public (PooledBytes Image, byte[]? Secret) Seal(ReadOnlySpan<byte> raw, ContainerKind kind, CanvasSize canvas, ReadOnlySpan<byte> sha256, byte[]? known = null)
    {
        if (IsFormat1)
            return (ImageCanvas.Encode(raw, canvas, _compress ? PixelCompression.WhereItPays : PixelCompression.Stored), null);
        var secret = known ?? (_user is not null ? PieceSecret.Derive(_user.Bytes, sha256) : _random ? PieceSecret.Random() : null);
        return (SealWith(raw, kind, canvas, secret, sha256, _compress), secret);
    }

    /// <summary>
    /// 32 bytes that no image of another piece, format, secret or size of canvas has: SHA-256 of all that decides what is in
    /// it. Those who do not know the secret learn nothing of the piece from it.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="canvas">A full piece's canvas.</param>
    /// <param name="sha256">SHA-256 of the piece.</param>
    /// <param name="secret">The secret that opens it, if any.</param>
    public byte[] IdentityOf(ContainerKind kind, CanvasSize canvas, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> secret)
    {
        var format = IsFormat1 ? 1 : 2;
        byte[] text = [.. Encoding.ASCII.GetBytes($"storagex/image {format} {canvas} {secret.Length}{(kind == ContainerKind.Parity ? " parity" : "")}\n"), .. sha256, .. secret];
        return SHA256.HashData(text);
    }

    /// <summary>Makes a root manifest's image, and the secret that goes into the key.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="canvas">A full piece's canvas.</param>
    /// <param name="known">The secret of the root whose place it takes; null where it takes none.</param>
    public (PooledBytes Image, byte[]? Secret) SealRoot(ReadOnlySpan<byte> text, CanvasSize canvas, byte[]? known = null)
    {
        if (IsFormat1)
            return (ImageCanvas.Encode(text, ManifestLimits.Canvas, PixelCompression.WhereItPays), null);
        var secret = IsPublic ? null : known ?? PieceSecret.Random();
        return (SealWith(text, ContainerKind.Manifest, canvas, secret, [], compress: true), secret);
    }

    private static PooledBytes SealWith(ReadOnlySpan<byte> raw, ContainerKind kind, CanvasSize canvas, byte[]? secret, ReadOnlySpan<byte> sha256, bool compress)
    {
        var image = PngWriter.RentFor(raw.Length + Container.Overhead);
        try
        {
            var length = Container.Seal(raw, kind, secret, sha256, PngWriter.PayloadIn(image), compress);
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
