namespace StorageX.Images.Png;

/// <summary>What the caller allows, checked before memory is taken.</summary>
internal static class PayloadLimit
{
    // A writer rounds a canvas up to whole rows; that is less than this.
    private const int Padding = 64 << 10;

    /// <summary>Whether a canvas is no larger than the payload could need.</summary>
    public static bool Allows(CanvasSize canvas, int maxPayloadBytes) => canvas.Raster <= Room(maxPayloadBytes);

    /// <summary>Refuses a canvas that is larger than the payload could need.</summary>
    /// <exception cref="ImageException">It is.</exception>
    public static void CheckCanvas(CanvasSize canvas, int maxPayloadBytes)
    {
        if (!Allows(canvas, maxPayloadBytes))
        {
            throw new ImageException(
                $"a PNG of {canvas} pixels, {canvas.Raster} bytes, where at most {Room(maxPayloadBytes)} are expected");
        }
    }

    /// <summary>Refuses a payload that the canvas cannot hold or the caller does not take.</summary>
    /// <exception cref="ImageException">It is too long.</exception>
    public static int CheckPayload(uint length, CanvasSize canvas, int maxPayloadBytes)
    {
        if (length > canvas.Capacity)
        {
            throw new ImageException(
                $"a picture without a canvas: it announces {length} bytes, and its {canvas} pixels hold {Math.Max(0, canvas.Capacity)}");
        }

        if (length > maxPayloadBytes)
            throw new ImageException($"a picture that carries {length} bytes, where at most {maxPayloadBytes} are expected");
        return (int)length;
    }

    private static long Room(int maxPayloadBytes) =>
        Math.Min(CanvasSize.MaxRaster, (long)maxPayloadBytes + (maxPayloadBytes / 8) + Padding);
}
