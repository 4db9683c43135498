using StorageX.Images;

namespace StorageX.Pieces;

/// <summary>How a file is cut: how large pieces are, and how many.</summary>
internal static class PieceGeometry
{
    /// <summary>The smallest side of a full piece's canvas, in pixels.</summary>
    public const int MinSide = 16;

    /// <summary>The largest side of a full piece's canvas, in pixels.</summary>
    public const int MaxSide = 16384;

    /// <summary>How many pieces of <paramref name="capacity"/> bytes a file of <paramref name="size"/> bytes has; none for an empty one.</summary>
    /// <exception cref="OverflowException">More pieces than an <see cref="int"/> counts.</exception>
    public static int Count(long size, int capacity) => checked((int)((size + capacity - 1) / capacity));

    /// <summary>Checks the sides of a canvas.</summary>
    /// <exception cref="SettingsException">They are out of range.</exception>
    public static void RequireCanvas(int width, int height)
    {
        var fits = width is >= MinSide and <= MaxSide && height is >= MinSide and <= MaxSide
            && (long)width * height * 3 <= CanvasSize.MaxRaster;
        if (!fits)
            throw new SettingsException($"{width} x {height}: a piece's sides are {MinSide} to {MaxSide} pixels, and its {CanvasSize.MaxRaster / 3} pixels at most");
    }
}
