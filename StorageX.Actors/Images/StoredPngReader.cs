using System.Buffers.Binary;
using StorageX.Buffers;
using StorageX.Images.Png;

namespace StorageX.Images;

/// <summary>
/// Reads what <see cref="PngWriter"/> wrote, comparing everything that is not payload with what must stand there and
/// verifying both checksums. Whatever differs in the least is left to <see cref="PngReader"/>.
/// </summary>
internal static class StoredPngReader
{
    private const int FirstRow = PngFormat.FirstData + 2 + StoredLayout.BlockOverhead + 1;

    /// <summary>The payload, or null when the file is not exactly as written here.</summary>
    public static PooledBytes? TryRead(ReadOnlySpan<byte> image, int maxPayloadBytes)
    {
        if (Canvas(image) is not { Raster: <= CanvasSize.MaxRaster } canvas)
            return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(image[FirstRow..]);
        if (length > canvas.Capacity || length > maxPayloadBytes)
            return null;
        var payload = PooledBytes.Rent((int)length);
        var layout = new StoredLayout(canvas, payload.Length);
        if (IsFramed(image, layout) && TryReadData(image.Slice(PngFormat.FirstData - 4, 4 + layout.DataLength + 4), layout, payload.Span))
            return payload;
        payload.Dispose();
        return null;
    }

    private static CanvasSize? Canvas(ReadOnlySpan<byte> image)
    {
        if (image.Length < FirstRow + CanvasSize.LengthBytes || !image.StartsWith(PngFormat.Signature))
            return null;
        var canvas = new CanvasSize(
            BinaryPrimitives.ReadInt32BigEndian(image[16..]), BinaryPrimitives.ReadInt32BigEndian(image[20..]));
        return canvas.Width is > 1 and <= CanvasSize.MaxSide && canvas.Height is > 0 and <= CanvasSize.MaxSide ? canvas : null;
    }

    // Every byte outside the IDAT chunk's data; what follows the last chunk is nobody's.
    private static bool IsFramed(ReadOnlySpan<byte> image, in StoredLayout layout)
    {
        if (image.Length < layout.FileLength)
            return false;
        Span<byte> head = stackalloc byte[PngFormat.FirstData];
        PngWriter.WriteHead(head, layout.Canvas, layout.DataLength);
        return image.StartsWith(head) && image[..layout.FileLength].EndsWith(PngFormat.End);
    }

    private static bool TryReadData(ReadOnlySpan<byte> chunk, in StoredLayout layout, Span<byte> payload)
    {
        var rows = new FilteredRowsReader(payload, layout.Stride);
        var sums = new IdatSums(chunk);
        if (BinaryPrimitives.ReadUInt16BigEndian(chunk[4..]) != PngFormat.ZlibHeader)
            return false;
        Span<byte> header = stackalloc byte[StoredLayout.BlockOverhead];
        var at = 6;
        for (int position = 0, block; position < layout.Stored; position += block)
        {
            block = layout.WriteBlockHeader(header, position);
            if (!chunk[at..].StartsWith(header))
                return false;
            at += header.Length;
            for (int done = 0, slab; done < block; done += slab, at += slab)
            {
                slab = Math.Min(block - done, PngWriter.Slab);
                sums.AddRows(at, slab);
                if (!rows.TryTake(chunk.Slice(at, slab), position + done))
                    return false;
            }
        }

        if (layout.Zeros > 0)
        {
            if (!IsZeroRun(chunk.Slice(at, layout.TailLength), layout.Zeros))
                return false;
            sums.AddZeros(layout.Zeros);
            at += layout.TailLength;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(chunk[at..]) == sums.Adler
            && BinaryPrimitives.ReadUInt32BigEndian(chunk[(at + 4)..]) == sums.CrcTo(at + 4);
    }

    private static bool IsZeroRun(ReadOnlySpan<byte> tail, int zeros)
    {
        using var expected = PooledBytes.Rent(tail.Length);
        ZeroRun.Write(expected.Span, zeros);
        return tail.SequenceEqual(expected.Span);
    }
}
