using StorageX.Images;

namespace StorageX.Manifests;

/// <summary>How large a manifest of format 1 can be: it must fit one image.</summary>
internal static class ManifestLimits
{
    /// <summary>The largest canvas of a manifest, in pixels.</summary>
    public static readonly CanvasSize Canvas = new(4096, 4096);

    /// <summary>The most bytes of a manifest: 48 MiB.</summary>
    public static readonly int MaxBytes = (int)Canvas.Capacity;

    /// <summary>The most bytes of a file that a manifest of format 2 carries itself.</summary>
    public const int InlineBytes = 1024;

    private const int ShortestEntry = 130;

    /// <summary>Bytes that a piece's entry takes, not counting its key.</summary>
    public const int EntryWithoutKey = 150;

    /// <summary>Refuses, before anything is sent, a file of so many pieces that their manifest can't fit.</summary>
    /// <param name="size">The file's size in bytes.</param>
    /// <param name="canvas">A full piece's canvas.</param>
    /// <exception cref="TransferException">It cannot fit.</exception>
    public static void RequireFits(long size, CanvasSize canvas)
    {
        var pieces = ((size - 1) / canvas.Capacity) + 1;
        if (size > 0 && pieces * ShortestEntry > MaxBytes)
            throw TooMany(pieces);
    }

    /// <summary>The error for too many pieces.</summary>
    public static TransferException TooMany(long pieces) => new(
        TransferErrorKind.Failed,
        $"{pieces} pieces are more than a manifest of format 1 can list in one image; use larger pieces (--width, --height)");
}
