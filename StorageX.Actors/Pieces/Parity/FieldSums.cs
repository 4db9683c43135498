using System.Runtime.Intrinsics;
using StorageX.Pieces.Parity.Paths;

namespace StorageX.Pieces.Parity;

/// <summary>Adds the products of pieces and factors to sums, by the fastest way of this machine or by another.</summary>
internal static class FieldSums
{
    /// <summary>The fastest way of this machine.</summary>
    public static ParityPath Best { get; } = Enum.GetValues<ParityPath>().Where(IsSupported).Max();

    /// <summary>Whether this machine has the instructions that a way needs.</summary>
    public static bool IsSupported(ParityPath path) => path switch
    {
        ParityPath.Table => true,
        ParityPath.Shuffle128 => Shuffle128.IsSupported,
        ParityPath.Shuffle256 => Shuffle256.IsSupported,
        ParityPath.Shuffle512 => Shuffle512.IsSupported,
        ParityPath.Gfni512 => Gfni512.IsSupported,
        ParityPath.Gfni256 => Gfni256.IsSupported,
        _ => false,
    };

    /// <summary>Adds each piece, times its factor, to each sum, at the places from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    /// <param name="path">A way that this machine supports.</param>
    /// <param name="sums">The sums, each with bytes at those places.</param>
    /// <param name="pieces">The pieces, one or more, each with bytes at those places.</param>
    /// <param name="factors">For each piece, its factor in each sum.</param>
    /// <param name="from">The first place.</param>
    /// <param name="to">The place behind the last.</param>
    /// <param name="fresh">Whether the sums are nothing yet, whatever their bytes are.</param>
    public static void Fold(ParityPath path, ReadOnlySpan<Memory<byte>> sums, ReadOnlySpan<ReadOnlyMemory<byte>> pieces, ReadOnlySpan<byte> factors, int from, int to, bool fresh)
    {
        from = path switch
        {
            ParityPath.Gfni512 => FieldKernel<Gfni512, Vector512<byte>, Vector512<byte>, Vector512<byte>>.Fold(sums, pieces, factors, from, to, fresh),
            ParityPath.Gfni256 => FieldKernel<Gfni256, Vector256<byte>, Vector256<byte>, Vector256<byte>>.Fold(sums, pieces, factors, from, to, fresh),
            ParityPath.Shuffle512 => FieldKernel<Shuffle512, Vector512<byte>, (Vector512<byte>, Vector512<byte>), (Vector512<byte>, Vector512<byte>)>.Fold(sums, pieces, factors, from, to, fresh),
            ParityPath.Shuffle256 => FieldKernel<Shuffle256, Vector256<byte>, (Vector256<byte>, Vector256<byte>), (Vector256<byte>, Vector256<byte>)>.Fold(sums, pieces, factors, from, to, fresh),
            ParityPath.Shuffle128 => FieldKernel<Shuffle128, Vector128<byte>, (Vector128<byte>, Vector128<byte>), (Vector128<byte>, Vector128<byte>)>.Fold(sums, pieces, factors, from, to, fresh),
            _ => from,
        };
        if (from < to)
            FieldKernel<ByteTable, byte, byte, int>.Fold(sums, pieces, factors, from, to, fresh);
    }
}
