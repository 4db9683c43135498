using System.Runtime.InteropServices;
using System.Text;

namespace StorageX.Images.Png;

/// <summary>Where a chunk's data stands in the file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChunkData(int Start, int Length)
{
    public bool IsEmpty => Length == 0;

    public Range Range => Start..(Start + Length);
}

/// <summary>A chunk whose checksum is right.</summary>
internal readonly ref struct Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> bytes, int offset)
{
    private readonly ReadOnlySpan<byte> _type = type;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Where the chunk starts in the file, in bytes: at its length.</summary>
    public int Offset { get; } = offset;

    public ChunkData Data => new(Offset + 8, Bytes.Length);

    /// <summary>Whether a reader that does not know the chunk must give up (PNG third edition, section 5.4).</summary>
    public bool IsCritical => (_type[0] & 0x20) == 0;

    public string Name => Encoding.ASCII.GetString(_type);

    public bool Is(ReadOnlySpan<byte> type) => _type.SequenceEqual(type);
}
