namespace StorageX.Images.Png;

/// <summary>What a picture may announce, checked before memory is taken or pixels are read.</summary>
internal static class PayloadLimit
{
    /// <summary>Refuses a canvas that takes too long to read; memory is taken for its payload alone.</summary>
    /// <exception cref="ImageException">It is larger than <see cref="CanvasSize.MaxRaster"/>.</exception>
    public static void CheckCanvas(CanvasSize canvas)
    {
        if (canvas.Raster > CanvasSize.MaxRaster)
        {
            throw new ImageException(
                $"a picture of {canvas} pixels, {canvas.Raster} bytes, where at most {CanvasSize.MaxRaster} are allowed");
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
}
