using System.Buffers.Binary;
using StorageX.Images;

namespace StorageX.Specs.Fuzzing;

/// <summary>Damages PNG files, by bytes and by chunks, and repairs their checksums at times.</summary>
internal static class PngDamage
{
    /// <summary>A file that is damaged by chance, perhaps with parts of another.</summary>
    public static byte[] Of(byte[] file, byte[] other, Random random)
    {
        var bytes = (byte[])file.Clone();
        switch (random.Next(6))
        {
            case 0:
                Flip(bytes, random);
                break;
            case 1:
                bytes = bytes[..random.Next(bytes.Length + 1)];
                break;
            case 2:
                bytes = [.. bytes[..random.Next(bytes.Length + 1)], .. other[random.Next(other.Length + 1)..]];
                break;
            case 3:
                random.NextBytes(bytes.AsSpan(Math.Min(8, bytes.Length)));
                break;
            case 4:
                bytes = SpliceChunk(bytes, other, random);
                break;
            default:
                Flip(bytes, random);
                RepairChecksums(bytes);
                break;
        }

        return bytes;
    }

    private static void Flip(byte[] bytes, Random random)
    {
        for (var i = random.Next(1, 8); i > 0 && bytes.Length > 0; i--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
    }

    private static byte[] SpliceChunk(byte[] bytes, byte[] other, Random random)
    {
        var places = Chunks(bytes);
        var chunks = Chunks(other);
        if (places.Count == 0 || chunks.Count == 0)
            return bytes;
        var at = places[random.Next(places.Count)];
        var chunk = chunks[random.Next(chunks.Count)];
        var end = random.Next(2) == 0 ? at.Start : at.End;
        return [.. bytes[..at.Start], .. other[chunk.Start..chunk.End], .. bytes[end..]];
    }

    // So that damage gets past the checksums to what lies behind them.
    private static void RepairChecksums(byte[] bytes)
    {
        foreach (var (start, end) in Chunks(bytes))
        {
            var crc = Crc32.Compute(bytes.AsSpan((start + 4)..(end - 4)));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(end - 4), crc);
        }
    }

    private static List<(int Start, int End)> Chunks(byte[] bytes)
    {
        var chunks = new List<(int, int)>();
        for (var at = 8L; at + 12 <= bytes.Length;)
        {
            var end = at + 12 + BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at));
            if (end > bytes.Length)
                break;
            chunks.Add(((int)at, (int)end));
            at = end;
        }

        return chunks;
    }
}
