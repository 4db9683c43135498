using System.Buffers.Binary;
using System.IO.Compression;
using StorageX.Buffers;
using StorageX.Images.Png;

namespace StorageX.Images;

/// <summary>Writes a canvas as a PNG compressed with the fastest deflate level, where that makes it smaller.</summary>
internal static class DeflateWriter
{
    private const int RowsAtOnce = 64 << 10;

    /// <summary>The picture, or null when a stored one is as good or a sample says that it will be.</summary>
    public static PooledBytes? TryWrite(ReadOnlySpan<byte> payload, CanvasSize canvas)
    {
        if (!CompressionSample.Pays(payload))
            return null;

        var stored = new StoredLayout(canvas, payload.Length);
        var file = PooledBytes.Rent(stored.FileLength);
        var room = file.Memory[PngFormat.FirstData..^(4 + PngFormat.ChunkOverhead)];
        if (TryDeflate(payload, stored, room) is not { } length)
        {
            file.Dispose();
            return null;
        }

        file.Truncate(PngFormat.FirstData + length + 4 + PngFormat.ChunkOverhead);
        PngWriter.WriteHead(file.Span, canvas, length);
        var data = file.Span.Slice(PngFormat.FirstData - 4, 4 + length);
        BinaryPrimitives.WriteUInt32BigEndian(file.Span[^(4 + PngFormat.ChunkOverhead)..], Crc32.Compute(data));
        PngFormat.End.CopyTo(file.Span[^PngFormat.ChunkOverhead..]);
        return file;
    }

    // Bytes of the zlib stream, or null when it is not shorter than the stored one.
    private static int? TryDeflate(ReadOnlySpan<byte> payload, in StoredLayout layout, Memory<byte> room)
    {
        using var output = new RoomStream(room[..^1]);
        using var buffer = PooledBytes.Rent(Math.Min(layout.Filtered, RowsAtOnce));
        var rows = new FilteredRows(payload, layout.Stride);
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int position = 0, count; position < layout.Filtered && !output.IsFull; position += count)
            {
                count = Math.Min(buffer.Length, layout.Filtered - position);
                rows.CopyTo(buffer.Span[..count], position);
                zlib.Write(buffer.Span[..count]);
            }
        }

        return output.IsFull ? null : (int)output.Position;
    }
}
