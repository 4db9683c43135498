using System.Buffers.Binary;

namespace StorageX.Images.Checksums;

/// <summary>CRC-32 by tables, eight bytes a step: what a machine without carry-less multiplication runs.</summary>
internal static class Crc32Table
{
    private const uint Polynomial = 0xEDB8_8320;
    private const int Slices = 8;

    // Entry [256 * k + b] is the checksum state after byte b and k zero bytes.
    private static readonly uint[] Table = Build();

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var low = state ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = table[(7 * 256) + (int)(low & 255)]
                ^ table[(6 * 256) + (int)((low >> 8) & 255)]
                ^ table[(5 * 256) + (int)((low >> 16) & 255)]
                ^ table[(4 * 256) + (int)(low >> 24)]
                ^ table[(3 * 256) + (int)(high & 255)]
                ^ table[(2 * 256) + (int)((high >> 8) & 255)]
                ^ table[256 + (int)((high >> 16) & 255)]
                ^ table[(int)(high >> 24)];
        }

        foreach (var b in bytes)
            state = table[(int)((state ^ b) & 255)] ^ (state >> 8);
        return state;
    }

    private static uint[] Build()
    {
        var table = new uint[Slices * 256];
        for (var i = 0; i < 256; i++)
        {
            var state = (uint)i;
            for (var bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? (state >> 1) ^ Polynomial : state >> 1;
            table[i] = state;
        }

        for (var i = 256; i < table.Length; i++)
            table[i] = table[(int)(table[i - 256] & 255)] ^ (table[i - 256] >> 8);
        return table;
    }
}
