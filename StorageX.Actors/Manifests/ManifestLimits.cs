using StorageX.Images;

namespace StorageX.Manifests;

/// <summary>How large a manifest can be.</summary>
internal static class ManifestLimits
{
    /// <summary>The largest canvas of a manifest, in pixels.</summary>
    public static readonly CanvasSize Canvas = new(4096, 4096);

    /// <summary>The most bytes of a manifest: 48 MiB.</summary>
    public static readonly int MaxBytes = (int)Canvas.Capacity;

    /// <summary>The most bytes of a file that a manifest of format 2 carries itself.</summary>
    public const int InlineBytes = 1024;

    /// <summary>How many levels a manifest of format 2 has at most.</summary>
    public const int Levels = 4;

    // {"seq": 0, "key": "", "offset": 0, "size": 1, "checksum": "sha256:..."}, as the original writes it, and as format 2 does.
    private const int ShortestEntry = 120;
    private const int ShortestEntry2 = 121;

    // ,"secret":"..."
    private const int SecretInEntry = 55;

    /// <summary>Bytes that a piece's entry takes, not counting its key.</summary>
    public const int EntryWithoutKey = 150;

    /// <summary>
    /// The most pieces that a file can have, so far as can be told before any is stored: a manifest of format 1 must fit one image, one of
    /// format 2 has four levels, each of which lists the images of the one below.
    /// </summary>
    /// <param name="capacity">The most bytes of text that an image of the manifest carries.</param>
    /// <param name="format1">Whether it is of format 1.</param>
    /// <param name="secrets">Whether each entry has a secret.</param>
    /// <param name="shortestLocator">The fewest characters of a piece's key.</param>
    public static double MostPieces(long capacity, bool format1, bool secrets, int shortestLocator)
    {
        var entry = (format1 ? ShortestEntry : ShortestEntry2 + (secrets ? SecretInEntry : 0)) + shortestLocator;
        var most = Math.Floor((double)capacity / entry);
        for (var level = 1; level < Levels && !format1; level++)
            most = Math.Floor(most * capacity / entry);
        return most;
    }

    /// <summary>The error for too many pieces of a file.</summary>
    /// <param name="most">How many there can be.</param>
    /// <param name="capacity">How many bytes each carries.</param>
    public static TransferException TooManyPieces(double most, long capacity) => new(
        TransferErrorKind.Failed,
        $"the file is too large for pieces of {capacity} bytes: their manifest can list {most:0} at most, which is {most * capacity:0} bytes; use larger pieces (--width, --height)");

    /// <summary>The error for too many pieces.</summary>
    public static TransferException TooMany(long pieces) => new(
        TransferErrorKind.Failed,
        $"{pieces} pieces are more than a manifest of format 1 can list in one image; use larger pieces (--width, --height)");
}
