namespace StorageX.Containers;

/// <summary>Whether bytes look random, encrypted or compressed already, judged from short windows of them.</summary>
internal static class RandomnessSample
{
    private const int Window = 1 << 10;

    // So close together that every run of 3 % of the bytes, the least that compression must save, holds a whole window.
    private const int Windows = 40;

    // Chi-squared over 255 degrees of freedom has mean 255 and deviation 22.6 for random bytes.
    private const long LeastChiSquared = 120;
    private const long MostChiSquared = 400;

    /// <summary>True when all windows do. A payload of fewer than 4 KiB never does: trying costs less than looking.</summary>
    public static bool LooksRandom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 * Window)
            return false;
        var windows = Math.Min(Windows, bytes.Length / Window);
        for (var i = 0; i < windows; i++)
        {
            var start = (int)((long)(bytes.Length - Window) * i / (windows - 1));
            if (!IsFlat(bytes.Slice(start, Window)))
                return false;
        }

        return true;
    }

    // All byte values about equally often, and not more equally than chance makes them.
    private static bool IsFlat(ReadOnlySpan<byte> window)
    {
        Span<ushort> counts = stackalloc ushort[256];
        counts.Clear();
        foreach (var b in window)
            counts[b]++;
        var squares = 0L;
        foreach (var count in counts)
            squares += count * count;
        return (squares * 256 / window.Length) - window.Length is > LeastChiSquared and < MostChiSquared;
    }
}
