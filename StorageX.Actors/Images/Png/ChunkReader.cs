using System.Buffers.Binary;
using System.Text;

namespace StorageX.Images.Png;

/// <summary>Walks the chunks of a PNG (third edition, section 5.3) and checks each one's checksum.</summary>
internal ref struct ChunkReader(ReadOnlySpan<byte> image)
{
    /// <summary>The most chunks a file may have: a full canvas in pieces of 1 KiB.</summary>
    internal const int MostChunks = 1 << 16;

    private readonly ReadOnlySpan<byte> _image = image;
    private int _at = PngFormat.Signature.Length;
    private int _count;

    /// <summary>The next chunk.</summary>
    /// <exception cref="ImageException">There is none, it is damaged, or there have been too many.</exception>
    public Chunk Next()
    {
        var rest = _image[_at..];
        if (rest.Length < 8)
            throw Truncated();
        if (++_count > MostChunks)
            throw new ImageException($"a PNG of more than {MostChunks} chunks");

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var type = rest.Slice(4, 4);
        foreach (var letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
                throw new ImageException($"a damaged PNG: no chunk starts at byte {_at}");
        }

        if (length > int.MaxValue)
            throw new ImageException($"a damaged PNG: the {Encoding.ASCII.GetString(type)} chunk at byte {_at} has an impossible length");
        if (length > rest.Length - PngFormat.ChunkOverhead)
            throw Truncated();
        var covered = rest[4..(8 + (int)length)];
        if (Crc32.Compute(covered) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
            throw new ImageException($"a damaged PNG: the checksum of the {Encoding.ASCII.GetString(type)} chunk at byte {_at} is wrong");

        var chunk = new Chunk(type, covered[4..], _at);
        _at += (int)length + PngFormat.ChunkOverhead;
        return chunk;
    }

    private readonly ImageException Truncated() =>
        new($"a PNG cut short: its {_image.Length} bytes end in the chunk that starts at byte {_at}");
}
