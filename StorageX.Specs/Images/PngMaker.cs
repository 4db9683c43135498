using System.Buffers.Binary;
using System.IO.Compression;
using StorageX.Images;

namespace StorageX.Specs.Images;

/// <summary>How another program might write a raster of RGB pixels again.</summary>
internal sealed record PngRecipe(bool Alpha, bool Wide, bool Interlaced, int Filter, int Split, bool MoreChunks, CompressionLevel Level);

/// <summary>A plain PNG writer for specs; it shares nothing with the one it checks but the CRC.</summary>
internal static class PngMaker
{
    private static readonly (int X, int Y, int Dx, int Dy)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static byte[] Make(CanvasSize size, byte[] raster, PngRecipe recipe, int seed)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), size.Height);
        (head[8], head[9], head[12]) = (recipe.Wide ? (byte)16 : (byte)8, recipe.Alpha ? (byte)6 : (byte)2, recipe.Interlaced ? (byte)1 : (byte)0);
        AddChunk(file, "IHDR", head);
        if (recipe.MoreChunks)
            AddChunk(file, "tEXt", "Software\0a host"u8);

        var data = Compress(Rows(size, raster, recipe, new Random(seed)), recipe.Level).AsSpan();
        for (; data.Length > recipe.Split && recipe.Split > 0; data = data[recipe.Split..])
            AddChunk(file, "IDAT", data[..recipe.Split]);
        AddChunk(file, "IDAT", data);
        if (recipe.MoreChunks)
            AddChunk(file, "tIME", new byte[7]);
        AddChunk(file, "IEND", []);
        return file.ToArray();
    }

    public static void AddChunk(Stream file, string name, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Append(0, chunk.AsSpan(4, 4 + data.Length), Crc32Kernel.Portable));
        file.Write(chunk);
    }

    /// <summary>Applies a filter by its formula (PNG third edition, section 9.2).</summary>
    public static byte[] Filtered(int filter, byte[] row, byte[] above, int distance)
    {
        var result = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            int a = i < distance ? 0 : row[i - distance], b = above[i], c = i < distance ? 0 : above[i - distance];
            var p = a + b - c;
            int pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
            var paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            result[i] = (byte)(row[i] - filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => paeth });
        }

        return result;
    }

    private static byte[] Rows(CanvasSize size, byte[] raster, PngRecipe recipe, Random random)
    {
        using var rows = new MemoryStream();
        var distance = (recipe.Alpha ? 4 : 3) * (recipe.Wide ? 2 : 1);
        foreach (var (x0, y0, dx, dy) in recipe.Interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            if (x0 >= size.Width)
                continue;
            byte[]? above = null;
            for (var y = y0; y < size.Height; y += dy)
            {
                var row = new List<byte>();
                for (var x = x0; x < size.Width; x += dx)
                    AddPixel(row, raster.AsSpan(((y * size.Width) + x) * 3, 3), recipe, random);
                var bytes = row.ToArray();
                var filter = recipe.Filter < 5 ? recipe.Filter : random.Next(5);
                rows.WriteByte((byte)filter);
                rows.Write(Filtered(filter, bytes, above ?? new byte[bytes.Length], distance));
                above = bytes;
            }
        }

        return rows.ToArray();
    }

    private static void AddPixel(List<byte> row, ReadOnlySpan<byte> rgb, PngRecipe recipe, Random random)
    {
        foreach (var sample in rgb)
        {
            row.Add(sample);
            if (recipe.Wide)
                row.Add(sample);
        }

        for (var i = 0; recipe.Alpha && i < (recipe.Wide ? 2 : 1); i++)
            row.Add((byte)random.Next(256));
    }

    private static byte[] Compress(byte[] rows, CompressionLevel level)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, level, leaveOpen: true))
            zlib.Write(rows);
        return data.ToArray();
    }
}
