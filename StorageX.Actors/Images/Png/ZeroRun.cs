using System.Numerics;

namespace StorageX.Images.Png;

/// <summary>
/// Zero bytes as one last deflate block with the fixed codes: a literal 0, then copies of the byte before
/// (RFC 1951, sections 3.2.5 and 3.2.6). 258 zeros take 13 bits.
/// </summary>
internal static class ZeroRun
{
    private const int LongestCopy = 258;
    private const int LongestCopyCode = 285;
    private const int ShortestCopy = 3;
    private const int DistanceBits = 5;

    /// <summary>Bytes of the block for <paramref name="zeros"/> zeros.</summary>
    public static int Length(int zeros)
    {
        if (zeros == 0)
            return 0;
        var bits = 3L + 8 + 7 + ((zeros - 1L) / LongestCopy * (8 + DistanceBits)) + RestBits((zeros - 1) % LongestCopy);
        return (int)((bits + 7) / 8);
    }

    /// <summary>Writes the block for <paramref name="zeros"/> zeros, 1 or more; it takes <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> destination, int zeros)
    {
        var bits = new BitWriter(destination);
        bits.Add(0b011, 3);
        Literal(ref bits);
        for (zeros--; zeros >= LongestCopy; zeros -= LongestCopy)
        {
            Symbol(ref bits, LongestCopyCode);
            bits.Add(0, DistanceBits);
        }

        if (zeros < ShortestCopy)
        {
            while (zeros-- > 0)
                Literal(ref bits);
        }
        else
        {
            var (code, extra) = Code(zeros);
            Symbol(ref bits, code);
            bits.Add((uint)(zeros - ShortestCopy) & ((1u << extra) - 1), extra);
            bits.Add(0, DistanceBits);
        }

        bits.Add(0, 7);
        bits.Flush();
    }

    private static int RestBits(int zeros)
    {
        if (zeros < ShortestCopy)
            return zeros * 8;
        var (code, extra) = Code(zeros);
        return (code < 280 ? 7 : 8) + extra + DistanceBits;
    }

    // Lengths 3 to 257: groups of four codes share a number of extra bits.
    private static (int Code, int Extra) Code(int length)
    {
        var over = (uint)(length - ShortestCopy);
        var extra = Math.Max(0, BitOperations.Log2(over) - 2);
        return (257 + (4 * extra) + (int)(over >> extra), extra);
    }

    private static void Literal(ref BitWriter bits) => bits.AddCode(0b0011_0000, 8);

    private static void Symbol(ref BitWriter bits, int code)
    {
        if (code < 280)
            bits.AddCode((uint)(code - 256), 7);
        else
            bits.AddCode((uint)(0b1100_0000 + code - 280), 8);
    }
}
