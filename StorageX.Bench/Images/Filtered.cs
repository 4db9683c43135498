using System.Buffers.Binary;
using System.IO.Compression;
using StorageX.Images;

namespace StorageX.Bench.Images;

/// <summary>A picture whose rows all have one filter, stored, so that undoing the filter is what takes the time.</summary>
internal static class Filtered
{
    public static byte[] Png(byte[] raster, CanvasSize size, int filter)
    {
        var length = size.Width * 3;
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.NoCompression, leaveOpen: true))
        {
            for (var y = 0; y < size.Height; y++)
            {
                zlib.WriteByte((byte)filter);
                zlib.Write(Apply(filter, raster.AsSpan(y * length, length), y == 0 ? new byte[length] : raster.AsSpan((y - 1) * length, length)));
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), size.Height);
        (head[8], head[9]) = (8, 2);
        Add(file, "IHDR", head);
        Add(file, "IDAT", data.ToArray());
        Add(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above)
    {
        var result = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            int a = i < 3 ? 0 : row[i - 3], b = above[i], c = i < 3 ? 0 : above[i - 3];
            int pa = Math.Abs(b - c), pb = Math.Abs(a - c), pc = Math.Abs(a + b - (2 * c));
            var paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            result[i] = (byte)(row[i] - filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, _ => paeth });
        }

        return result;
    }

    private static void Add(Stream file, string name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Compute(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }
}
