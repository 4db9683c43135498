using System.Runtime.Intrinsics;

namespace StorageX.Images.Png;

/// <summary>Undoes the filters of method 0 (PNG third edition, section 9).</summary>
internal static class Unfilter
{
    /// <summary>Restores a row in place.</summary>
    /// <param name="filter">The row's filter type, 0 to 4.</param>
    /// <param name="row">The row's bytes, without the filter type.</param>
    /// <param name="above">The row above, restored, of the same length; zeros above the first.</param>
    /// <param name="distance">Bytes from a byte to its left neighbour; what is left of the row counts as zeros.</param>
    /// <exception cref="ImageException">The filter type is none of the standard's.</exception>
    public static void Row(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                Sub(row, distance);
                break;
            case 2:
                Up(row, above);
                break;
            case 3:
                Average(row, above, distance);
                break;
            case 4:
                Paeth(row, above, distance);
                break;
            default:
                throw new ImageException($"a damaged PNG: filter type {filter}, where 0 to 4 are known");
        }
    }

    private static bool IsWide(int distance) => distance is 3 or 4;

    private static void Sub(Span<byte> row, int distance)
    {
        var done = IsWide(distance) ? PixelFilters.Sub(row, distance) : 0;
        for (var i = Math.Max(done, distance); i < row.Length; i++)
            row[i] += row[i - distance];
    }

    private static void Up(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i <= row.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            (Vector256.Create<byte>(row[i..]) + Vector256.Create(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void Average(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = IsWide(distance) ? PixelFilters.Average(row, above, distance) : 0; i < row.Length; i++)
        {
            var left = i < distance ? 0 : row[i - distance];
            row[i] += (byte)((left + above[i]) >> 1);
        }
    }

    private static void Paeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = IsWide(distance) ? PixelFilters.Paeth(row, above, distance) : 0; i < row.Length; i++)
        {
            var (left, corner) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
            row[i] += Predict(left, above[i], corner);
        }
    }

    // Section 9.4; ties go to left, then above.
    private static byte Predict(int left, int above, int corner)
    {
        var toLeft = Math.Abs(above - corner);
        var toAbove = Math.Abs(left - corner);
        var toCorner = Math.Abs(left + above - (2 * corner));
        if (toLeft <= toAbove && toLeft <= toCorner)
            return (byte)left;
        return (byte)(toAbove <= toCorner ? above : corner);
    }
}
