using System.IO.Compression;
using StorageX.Buffers;

namespace StorageX.Images.Png;

/// <summary>Whether a fast deflate level is worth its time for a payload, judged from a few short windows of it.</summary>
internal static class CompressionSample
{
    private const int Window = 4 << 10;
    private const int Windows = 3;

    // Chi-squared over 255 degrees of freedom has mean 255 and deviation 22.6 for random bytes, encrypted ones included.
    private const long FlatChiSquared = 400;

    /// <summary>True when the windows together shrink by an eighth or more.</summary>
    public static bool Pays(ReadOnlySpan<byte> payload)
    {
        Span<byte> sample = stackalloc byte[Window * Windows];
        sample = sample[..Take(payload, sample)];
        return !sample.IsEmpty && !IsFlat(sample) && Shrinks(sample);
    }

    private static int Take(ReadOnlySpan<byte> payload, Span<byte> sample)
    {
        if (payload.Length <= sample.Length)
        {
            payload.CopyTo(sample);
            return payload.Length;
        }

        for (var i = 0; i < Windows; i++)
        {
            var start = (int)((long)(payload.Length - Window) * i / (Windows - 1));
            payload.Slice(start, Window).CopyTo(sample[(i * Window)..]);
        }

        return sample.Length;
    }

    // All byte values about equally often: such bytes hardly ever shrink, and finding that out by deflate takes longer
    // than writing the whole picture.
    private static bool IsFlat(ReadOnlySpan<byte> sample)
    {
        if (sample.Length < Window)
            return false;
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var b in sample)
            counts[b]++;
        long squares = 0;
        foreach (var count in counts)
            squares += (long)count * count;
        return (squares * 256 / sample.Length) - sample.Length < FlatChiSquared;
    }

    private static bool Shrinks(ReadOnlySpan<byte> sample)
    {
        using var room = PooledBytes.Rent(sample.Length - (sample.Length / 8));
        using var output = new RoomStream(room.Memory);
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(sample);
        return !output.IsFull;
    }
}
