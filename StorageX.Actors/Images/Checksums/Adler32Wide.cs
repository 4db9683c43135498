using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StorageX.Images.Checksums;

/// <summary>
/// Adler-32 a vector at a time. In a vector of N bytes the second sum grows by N times the first sum before it and by
/// each byte times its distance from the vector's end. Each method takes whole vectors off the front of the bytes.
/// </summary>
internal static class Adler32Wide
{
    // Vectors of 64 bytes after which no 32-bit lane can have overflowed: a lane of the prefix sums grows by at most
    // 2040 times the number of vectors so far.
    private const int Longest = 1024;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Append512(uint adler, ref ReadOnlySpan<byte> bytes)
    {
        const int Size = 64;
        ulong sum = adler & 0xFFFF, sums = adler >> 16;
        ref var p = ref MemoryMarshal.GetReference(bytes);
        nuint i = 0, whole = (nuint)bytes.Length / Size * Size;
        var weights = Vector512.Create(Weights(64), Weights(32));
        var ones = Vector512<short>.One;
        while (i < whole)
        {
            var end = nuint.Min(whole, i + (Longest * Size));
            var count = (end - i) / Size;
            var total = Vector512<uint>.Zero;
            var before = Vector512<uint>.Zero;
            var weighted = Vector512<int>.Zero;
            for (; i < end; i += Size)
            {
                var v = Vector512.LoadUnsafe(ref p, i);
                before += total;
                total += Avx512BW.SumAbsoluteDifferences(v, Vector512<byte>.Zero).AsUInt32();
                weighted += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(v, weights), ones);
            }

            sums += (count * Size * sum) + (Size * Wide(before)) + Wide(weighted.AsUInt32());
            sum += Wide(total);
            (sum, sums) = (sum % Adler32.Modulus, sums % Adler32.Modulus);
        }

        bytes = bytes[(int)whole..];
        return (uint)(sum | (sums << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Append256(uint adler, ref ReadOnlySpan<byte> bytes)
    {
        const int Size = 32;
        ulong sum = adler & 0xFFFF, sums = adler >> 16;
        ref var p = ref MemoryMarshal.GetReference(bytes);
        nuint i = 0, whole = (nuint)bytes.Length / Size * Size;
        var weights = Weights(32);
        var ones = Vector256<short>.One;
        while (i < whole)
        {
            var end = nuint.Min(whole, i + (Longest * Size));
            var count = (end - i) / Size;
            var total = Vector256<uint>.Zero;
            var before = Vector256<uint>.Zero;
            var weighted = Vector256<int>.Zero;
            for (; i < end; i += Size)
            {
                var v = Vector256.LoadUnsafe(ref p, i);
                before += total;
                total += Avx2.SumAbsoluteDifferences(v, Vector256<byte>.Zero).AsUInt32();
                weighted += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(v, weights), ones);
            }

            sums += (count * Size * sum) + (Size * Wide(before)) + Wide(weighted.AsUInt32());
            sum += Wide(total);
            (sum, sums) = (sum % Adler32.Modulus, sums % Adler32.Modulus);
        }

        bytes = bytes[(int)whole..];
        return (uint)(sum | (sums << 16));
    }

    private static Vector256<sbyte> Weights(int first) =>
        Vector256.Create((sbyte)first) - Vector256<sbyte>.Indices;

    private static ulong Wide(Vector512<uint> lanes) => Wide(lanes.GetLower()) + Wide(lanes.GetUpper());

    private static ulong Wide(Vector256<uint> lanes)
    {
        var (low, high) = Vector256.Widen(lanes);
        return Vector256.Sum(low + high);
    }
}
