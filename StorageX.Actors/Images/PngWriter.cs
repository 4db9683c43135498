using System.Buffers.Binary;
using StorageX.Buffers;
using StorageX.Images.Png;

namespace StorageX.Images;

/// <summary>
/// Writes a canvas as a PNG of stored blocks: the payload goes straight to its place in the file, and while it is still
/// in the processor's cache its checksums are taken. Ours, since without compression SkiaSharp has 0.11 of this one's speed, and
/// ImageSharp 0.01.
/// </summary>
internal static class PngWriter
{
    /// <summary>Bytes between two rounds of checksums; small enough for the cache, large enough not to be felt.</summary>
    internal const int Slab = 16 << 10;

    // More than the file's own bytes before any byte of the payload: head, a filter byte for each of 16384 rows at most, and 5
    // bytes for each stored block of a canvas of 64 MiB.
    private const int Headroom = 32 << 10;

    // More than a canvas of the payload's own size has after the payload: the end of a row, sums, and the last chunk.
    private const int Tailroom = 64 << 10;

    /// <summary>Writes the picture. The payload fits the canvas.</summary>
    public static PooledBytes Write(ReadOnlySpan<byte> payload, CanvasSize canvas)
    {
        var file = PooledBytes.Rent(new StoredLayout(canvas, payload.Length).FileLength);
        WriteTo(file, payload, canvas);
        return file;
    }

    /// <summary>Rents a buffer for a payload and the picture that it becomes, in the same place.</summary>
    /// <param name="mostPayload">The most bytes that the payload may have.</param>
    public static PooledBytes RentFor(int mostPayload) => PooledBytes.Rent(Headroom + mostPayload + Tailroom);

    /// <summary>Where the payload goes in a buffer of <see cref="RentFor"/>.</summary>
    public static Span<byte> PayloadIn(PooledBytes buffer) => buffer.Span[Headroom..^Tailroom];

    /// <summary>
    /// Turns the payload that stands in <see cref="PayloadIn"/> into the picture. Each byte moves towards the front, to a place
    /// that is free by then.
    /// </summary>
    /// <param name="buffer">The buffer; what is left of it is the file.</param>
    /// <param name="length">The payload's length.</param>
    /// <param name="canvas">The smallest canvas for it.</param>
    public static void WriteInPlace(PooledBytes buffer, int length, CanvasSize canvas) =>
        WriteTo(buffer, PayloadIn(buffer)[..length], canvas);

    private static void WriteTo(PooledBytes file, ReadOnlySpan<byte> payload, CanvasSize canvas)
    {
        var layout = new StoredLayout(canvas, payload.Length);
        file.Truncate(layout.FileLength);
        WriteHead(file.Span, canvas, layout.DataLength);
        WriteData(file.Span.Slice(PngFormat.FirstData - 4, 4 + layout.DataLength + 4), payload, layout);
        PngFormat.End.CopyTo(file.Span[^PngFormat.ChunkOverhead..]);
    }

    /// <summary>Writes all that stands before the data of the one IDAT chunk.</summary>
    public static void WriteHead(Span<byte> file, CanvasSize canvas, int dataLength)
    {
        PngFormat.Signature.CopyTo(file);
        BinaryPrimitives.WriteInt32BigEndian(file[8..], PngFormat.HeaderLength);
        PngFormat.Ihdr.CopyTo(file[12..]);
        PngHeader.Of(canvas).Write(file[16..]);
        BinaryPrimitives.WriteUInt32BigEndian(file[29..], Crc32.Compute(file[12..29]));
        BinaryPrimitives.WriteInt32BigEndian(file[33..], dataLength);
        PngFormat.Idat.CopyTo(file[37..]);
    }

    // The chunk from its type to its checksum.
    private static void WriteData(Span<byte> chunk, ReadOnlySpan<byte> payload, in StoredLayout layout)
    {
        var rows = new FilteredRows(payload, layout.Stride);
        var sums = new IdatSums(chunk);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[4..], PngFormat.ZlibHeader);
        var at = 6;
        for (int position = 0, block; position < layout.Stored; position += block)
        {
            block = layout.WriteBlockHeader(chunk[at..], position);
            at += StoredLayout.BlockOverhead;
            for (int done = 0, slab; done < block; done += slab, at += slab)
            {
                slab = Math.Min(block - done, Slab);
                rows.CopyTo(chunk.Slice(at, slab), position + done);
                sums.AddRows(at, slab);
            }
        }

        if (layout.Zeros > 0)
        {
            ZeroRun.Write(chunk.Slice(at, layout.TailLength), layout.Zeros);
            sums.AddZeros(layout.Zeros);
            at += layout.TailLength;
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk[at..], sums.Adler);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(at + 4)..], sums.CrcTo(at + 4));
    }
}
