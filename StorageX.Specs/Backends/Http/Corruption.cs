using StorageX.Images;

namespace StorageX.Specs.Backends.Http;

/// <summary>What hosts make of the images that they were given.</summary>
internal static class Corruption
{
    /// <summary>A picture that stands for one that is gone.</summary>
    public static byte[] Placeholder { get; } = Encode(new byte[10]);

    /// <summary>One bit in the middle is another.</summary>
    public static byte[] FlipBit(byte[] image)
    {
        var other = (byte[])image.Clone();
        other[other.Length / 2] ^= 0x10;
        return other;
    }

    /// <summary>A whole picture of the same size whose pixels are only about the same.</summary>
    public static byte[] Lossy(byte[] image)
    {
        using var canvas = ImageCanvas.Decode(image, image.Length);
        foreach (ref var value in canvas.Span[(canvas.Length / 2)..])
            value ^= 1;
        return Encode(canvas.Span);
    }

    private static byte[] Encode(ReadOnlySpan<byte> payload)
    {
        using var image = ImageCanvas.Encode(payload, new CanvasSize(64, 64), PixelCompression.Stored);
        return image.Span.ToArray();
    }
}
