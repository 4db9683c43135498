using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StorageX.Images.Png;

/// <summary>
/// Where everything stands in a PNG of stored blocks: it follows from the canvas and the number of payload bytes alone,
/// so the writer fills it and the reader of own images compares with it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredLayout
{
    /// <summary>The most that one stored block holds, in bytes (RFC 1951, section 3.2.4).</summary>
    public const int LongestBlock = 65535;

    /// <summary>A stored block's first byte (last or not), its length, and the length inverted.</summary>
    public const int BlockOverhead = 5;

    private const int ZlibHeaderLength = 2;
    private const int AdlerLength = 4;

    public StoredLayout(CanvasSize canvas, int payloadLength)
    {
        Canvas = canvas;
        Stride = 1 + (canvas.Width * 3);
        Filtered = Stride * canvas.Height;

        var carried = CanvasSize.LengthBytes + payloadLength;
        var used = carried + ((carried + Stride - 2) / (Stride - 1));
        var zeros = Filtered - used;
        TailLength = ZeroRun.Length(zeros);
        if (TailLength >= zeros)
            (zeros, TailLength) = (0, 0);
        Zeros = zeros;
        Stored = Filtered - zeros;
        DataLength = ZlibHeaderLength + Stored + (BlockOverhead * Blocks) + TailLength + AdlerLength;
    }

    public CanvasSize Canvas { get; }

    /// <summary>Bytes of a row with the byte of its filter.</summary>
    public int Stride { get; }

    /// <summary>Bytes of all rows.</summary>
    public int Filtered { get; }

    /// <summary>How many of them stand in stored blocks.</summary>
    public int Stored { get; }

    /// <summary>How many stand in the run of zeros after those; 0 when there is none.</summary>
    public int Zeros { get; }

    /// <summary>Bytes that the run takes in the file.</summary>
    public int TailLength { get; }

    public int Blocks => (Stored + LongestBlock - 1) / LongestBlock;

    /// <summary>Bytes of the IDAT chunk's data.</summary>
    public int DataLength { get; }

    /// <summary>Bytes of the file.</summary>
    public int FileLength => PngFormat.FirstData + DataLength + 4 + PngFormat.ChunkOverhead;

    /// <summary>Writes what stands before the block at <paramref name="position"/> of the stored bytes.</summary>
    /// <returns>How many of them the block holds.</returns>
    public int WriteBlockHeader(Span<byte> header, int position)
    {
        var block = Math.Min(Stored - position, LongestBlock);
        header[0] = (byte)(position + block == Filtered ? 1 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)block);
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~block);
        return block;
    }
}
