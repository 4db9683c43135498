using System.Runtime.InteropServices;

namespace StorageX.Images;

/// <summary>
/// The size of a canvas: <paramref name="Width"/> x <paramref name="Height"/> pixels of RGB with 8 bits a sample.
/// </summary>
/// <param name="Width">Pixels in a row, 1 or more.</param>
/// <param name="Height">Rows, 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CanvasSize(int Width, int Height)
{
    /// <summary>The shortest side that <see cref="Fit"/> chooses, in pixels: some hosts refuse smaller pictures.</summary>
    public const int MinSide = 16;

    /// <summary>The longest side that can be written or read, in pixels; a few rows of it always fit in memory.</summary>
    public const int MaxSide = 65535;

    /// <summary>The most that the pixels of a canvas can take, in bytes: 64 MiB.</summary>
    public const int MaxRaster = 64 << 20;

    /// <summary>The bytes of the length that stands before the payload.</summary>
    internal const int LengthBytes = 4;

    private readonly int _least;

    /// <summary>The shortest side that a smaller canvas in this one's place may have, in pixels: <see cref="MinSide"/> or more.</summary>
    public int LeastSide
    {
        get => Math.Max(_least, MinSide);
        init => _least = value > MinSide ? value : 0;
    }

    /// <summary>How many payload bytes the canvas can carry: three a pixel, less the four of their length.</summary>
    public long Capacity => Raster - LengthBytes;

    internal long Raster => (long)Width * Height * 3;

    /// <summary>
    /// The canvas for a payload: <paramref name="full"/> when the payload reaches its last row, otherwise a smaller one,
    /// close to square, whose sides are at least <see cref="LeastSide"/> and never longer than those of
    /// <paramref name="full"/>.
    /// </summary>
    /// <param name="payloadLength">Payload bytes, 0 to the capacity of <paramref name="full"/>.</param>
    /// <param name="full">The largest canvas allowed, its sides 1 to <see cref="MaxSide"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The payload does not fit <paramref name="full"/>, a side is out of range, or the pixels would take more than
    /// <see cref="MaxRaster"/>.
    /// </exception>
    public static CanvasSize Fit(int payloadLength, CanvasSize full)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        CheckSide(full.Width, nameof(full));
        CheckSide(full.Height, nameof(full));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, full.Capacity);

        var pixels = ((long)payloadLength + LengthBytes + 2) / 3;
        var fit = pixels > (long)full.Width * (full.Height - 1) ? full : NearSquare(pixels, full);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fit.Raster, MaxRaster, nameof(full));
        return fit;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Width} x {Height}";

    private static CanvasSize NearSquare(long pixels, CanvasSize full)
    {
        var width = Side((long)Math.Ceiling(Math.Sqrt(pixels)), full.LeastSide, full.Width);
        var height = Side(CeilingOf(pixels, width), full.LeastSide, full.Height);
        if ((long)width * height < pixels)
            width = Side(CeilingOf(pixels, height), full.LeastSide, full.Width);
        return new(width, height);
    }

    private static int Side(long wanted, int least, int longest) => (int)Math.Min(Math.Max(wanted, least), longest);

    private static long CeilingOf(long dividend, int divisor) => (dividend + divisor - 1) / divisor;

    private static void CheckSide(int side, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, MaxSide, name);
    }
}
