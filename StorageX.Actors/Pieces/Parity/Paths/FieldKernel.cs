using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StorageX.Pieces.Parity.Paths;

/// <summary>
/// Adds the products of pieces and factors to sums, by one of the ways to multiply. The factors, four pieces and four sums are in
/// registers, so a sum is read and written once for four pieces, and a piece read once for four sums; where there are more of
/// them, the work goes by blocks that stay in the cache.
/// </summary>
internal static class FieldKernel<TPath, TVector, TParts, TFactor>
    where TPath : struct, IFieldPath<TVector, TParts, TFactor>
    where TVector : unmanaged
    where TParts : unmanaged
    where TFactor : unmanaged
{
    private const int Pieces = 4;

    // Four pieces and four sums of it fit the second cache; much shorter ones (8 KiB) keep it from reading ahead, and take twice as long.
    private const int BlockBytes = 64 << 10;

    /// <summary>Adds to the sums' bytes from <paramref name="from"/> on as many as vectors fill; answers the place behind them.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="pieces">What is added, each long enough.</param>
    /// <param name="factors">For each piece, its factor in each sum.</param>
    /// <param name="from">The first place.</param>
    /// <param name="to">The place behind the last.</param>
    /// <param name="fresh">Whether the sums are nothing yet, and their bytes not to be read.</param>
    public static int Fold(ReadOnlySpan<Memory<byte>> sums, ReadOnlySpan<ReadOnlyMemory<byte>> pieces, ReadOnlySpan<byte> factors, int from, int to, bool fresh)
    {
        var end = from + ((to - from) / TPath.Size * TPath.Size);
        var block = sums.Length <= 4 && pieces.Length <= Pieces ? int.MaxValue : BlockBytes;
        while (from < end)
        {
            var length = Math.Min(block, end - from);
            for (var first = 0; first < pieces.Length; first += Pieces)
                FoldFour(sums, pieces[first..Math.Min(first + Pieces, pieces.Length)], factors[(first * sums.Length)..], (nuint)from, (nuint)(from + length), fresh && first == 0);
            from += length;
        }

        return end;
    }

    // What is missing of four pieces is the first of them again, times zero.
    private static void FoldFour(ReadOnlySpan<Memory<byte>> sums, ReadOnlySpan<ReadOnlyMemory<byte>> pieces, ReadOnlySpan<byte> factors, nuint from, nuint to, bool fresh)
    {
        ref var p0 = ref MemoryMarshal.GetReference(pieces[0].Span);
        ref var p1 = ref MemoryMarshal.GetReference(pieces[1 < pieces.Length ? 1 : 0].Span);
        ref var p2 = ref MemoryMarshal.GetReference(pieces[2 < pieces.Length ? 2 : 0].Span);
        ref var p3 = ref MemoryMarshal.GetReference(pieces[3 < pieces.Length ? 3 : 0].Span);
        Span<byte> some = stackalloc byte[4 * Pieces];
        for (var row = 0; row < sums.Length;)
        {
            var rows = (sums.Length - row) switch { >= 4 => 4, >= 2 => 2, _ => 1 };
            some.Clear();
            for (var piece = 0; piece < pieces.Length; piece++)
                factors.Slice((piece * sums.Length) + row, rows).CopyTo(some[(4 * piece)..]);
            ref var s0 = ref MemoryMarshal.GetReference(sums[row].Span);
            if (rows == 4)
                Four(ref s0, ref MemoryMarshal.GetReference(sums[row + 1].Span), ref MemoryMarshal.GetReference(sums[row + 2].Span), ref MemoryMarshal.GetReference(sums[row + 3].Span), ref p0, ref p1, ref p2, ref p3, some, from, to, fresh);
            else if (rows == 2)
                Two(ref s0, ref MemoryMarshal.GetReference(sums[row + 1].Span), ref p0, ref p1, ref p2, ref p3, some, from, to, fresh);
            else
                One(ref s0, ref p0, ref p1, ref p2, ref p3, some, from, to, fresh);
            row += rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        ref byte s0, ref byte s1, ref byte s2, ref byte s3, ref byte p0, ref byte p1, ref byte p2, ref byte p3,
        ReadOnlySpan<byte> factors, nuint from, nuint to, bool fresh)
    {
        TFactor a0 = TPath.Prepare(factors[0]), a1 = TPath.Prepare(factors[1]), a2 = TPath.Prepare(factors[2]), a3 = TPath.Prepare(factors[3]);
        TFactor b0 = TPath.Prepare(factors[4]), b1 = TPath.Prepare(factors[5]), b2 = TPath.Prepare(factors[6]), b3 = TPath.Prepare(factors[7]);
        TFactor c0 = TPath.Prepare(factors[8]), c1 = TPath.Prepare(factors[9]), c2 = TPath.Prepare(factors[10]), c3 = TPath.Prepare(factors[11]);
        TFactor d0 = TPath.Prepare(factors[12]), d1 = TPath.Prepare(factors[13]), d2 = TPath.Prepare(factors[14]), d3 = TPath.Prepare(factors[15]);
        for (var i = from; i < to; i += (nuint)TPath.Size)
        {
            TVector x0 = default, x1 = default, x2 = default, x3 = default;
            if (!fresh)
                (x0, x1, x2, x3) = (TPath.Load(ref s0, i), TPath.Load(ref s1, i), TPath.Load(ref s2, i), TPath.Load(ref s3, i));
            var piece = TPath.Split(TPath.Load(ref p0, i));
            (x0, x1, x2, x3) = (TPath.Add(x0, piece, a0), TPath.Add(x1, piece, a1), TPath.Add(x2, piece, a2), TPath.Add(x3, piece, a3));
            piece = TPath.Split(TPath.Load(ref p1, i));
            (x0, x1, x2, x3) = (TPath.Add(x0, piece, b0), TPath.Add(x1, piece, b1), TPath.Add(x2, piece, b2), TPath.Add(x3, piece, b3));
            piece = TPath.Split(TPath.Load(ref p2, i));
            (x0, x1, x2, x3) = (TPath.Add(x0, piece, c0), TPath.Add(x1, piece, c1), TPath.Add(x2, piece, c2), TPath.Add(x3, piece, c3));
            piece = TPath.Split(TPath.Load(ref p3, i));
            TPath.Store(TPath.Add(x0, piece, d0), ref s0, i);
            TPath.Store(TPath.Add(x1, piece, d1), ref s1, i);
            TPath.Store(TPath.Add(x2, piece, d2), ref s2, i);
            TPath.Store(TPath.Add(x3, piece, d3), ref s3, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(ref byte s0, ref byte s1, ref byte p0, ref byte p1, ref byte p2, ref byte p3, ReadOnlySpan<byte> factors, nuint from, nuint to, bool fresh)
    {
        TFactor a0 = TPath.Prepare(factors[0]), a1 = TPath.Prepare(factors[1]), b0 = TPath.Prepare(factors[4]), b1 = TPath.Prepare(factors[5]);
        TFactor c0 = TPath.Prepare(factors[8]), c1 = TPath.Prepare(factors[9]), d0 = TPath.Prepare(factors[12]), d1 = TPath.Prepare(factors[13]);
        for (var i = from; i < to; i += (nuint)TPath.Size)
        {
            TVector x0 = default, x1 = default;
            if (!fresh)
                (x0, x1) = (TPath.Load(ref s0, i), TPath.Load(ref s1, i));
            var piece = TPath.Split(TPath.Load(ref p0, i));
            (x0, x1) = (TPath.Add(x0, piece, a0), TPath.Add(x1, piece, a1));
            piece = TPath.Split(TPath.Load(ref p1, i));
            (x0, x1) = (TPath.Add(x0, piece, b0), TPath.Add(x1, piece, b1));
            piece = TPath.Split(TPath.Load(ref p2, i));
            (x0, x1) = (TPath.Add(x0, piece, c0), TPath.Add(x1, piece, c1));
            piece = TPath.Split(TPath.Load(ref p3, i));
            TPath.Store(TPath.Add(x0, piece, d0), ref s0, i);
            TPath.Store(TPath.Add(x1, piece, d1), ref s1, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(ref byte s0, ref byte p0, ref byte p1, ref byte p2, ref byte p3, ReadOnlySpan<byte> factors, nuint from, nuint to, bool fresh)
    {
        TFactor a = TPath.Prepare(factors[0]), b = TPath.Prepare(factors[4]), c = TPath.Prepare(factors[8]), d = TPath.Prepare(factors[12]);
        for (var i = from; i < to; i += (nuint)TPath.Size)
        {
            var sum = fresh ? default : TPath.Load(ref s0, i);
            sum = TPath.Add(sum, TPath.Split(TPath.Load(ref p0, i)), a);
            sum = TPath.Add(sum, TPath.Split(TPath.Load(ref p1, i)), b);
            sum = TPath.Add(sum, TPath.Split(TPath.Load(ref p2, i)), c);
            TPath.Store(TPath.Add(sum, TPath.Split(TPath.Load(ref p3, i)), d), ref s0, i);
        }
    }
}
