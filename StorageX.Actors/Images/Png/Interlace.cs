using StorageX.Buffers;

namespace StorageX.Images.Png;

/// <summary>Adam7: a picture in seven passes, each a smaller picture (PNG third edition, section 8.2).</summary>
internal static class Interlace
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    /// <summary>
    /// Reads all passes, then hands on those rows of the raster that can hold a payload of the caller's limit.
    /// </summary>
    public static void Read(in PngHeader header, RowReader rows, in PixelRow pixels, PayloadSink sink, int maxPayloadBytes)
    {
        var (width, height) = header.Size;
        var wanted = (int)Math.Min(height, ((long)maxPayloadBytes + CanvasSize.LengthBytes + (width * 3) - 1) / (width * 3));
        using var raster = PooledBytes.Rent(wanted * width * 3);
        using var rgb = PooledBytes.Rent(width * 3);
        foreach (var pass in Passes)
        {
            var across = (width - pass.X + pass.StepX - 1) / pass.StepX;
            var down = (height - pass.Y + pass.StepY - 1) / pass.StepY;
            if (across <= 0 || down <= 0)
                continue;
            rows.Begin(across, down);
            for (var y = pass.Y; y < height; y += pass.StepY)
            {
                var row = pixels.ToRgb(rows.Next(), rgb.Span[..(across * 3)]);
                if (y < wanted)
                    Scatter(row, raster.Span.Slice(y * width * 3, width * 3)[(pass.X * 3)..], pass.StepX * 3);
            }
        }

        sink.Add(raster.Span);
    }

    private static void Scatter(ReadOnlySpan<byte> row, Span<byte> destination, int step)
    {
        for (int from = 0, to = 0; from < row.Length; from += 3, to += step)
        {
            destination[to] = row[from];
            destination[to + 1] = row[from + 1];
            destination[to + 2] = row[from + 2];
        }
    }
}
