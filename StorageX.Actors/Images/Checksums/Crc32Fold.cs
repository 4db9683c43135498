using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StorageX.Images.Checksums;

/// <summary>
/// CRC-32 by carry-less multiplication: four vectors are folded over the input, then into one, then into 32 bits
/// (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009).
/// Each method takes the longest prefix that it can off the front of the bytes and leaves fewer than 16, or all of them
/// when there are too few to start.
/// </summary>
internal static class Crc32Fold
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Hot)]
    public static uint Append512(uint state, ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 * 64)
            return Append128(state, ref bytes);

        ref var p = ref MemoryMarshal.GetReference(bytes);
        var a = Vector512.LoadUnsafe(ref p).AsUInt64() ^ Vector512.CreateScalar(state).AsUInt64();
        var b = Vector512.LoadUnsafe(ref p, 64).AsUInt64();
        var c = Vector512.LoadUnsafe(ref p, 128).AsUInt64();
        var d = Vector512.LoadUnsafe(ref p, 192).AsUInt64();
        var by2048 = Vector512.Create(Vector256.Create(By2048, By2048));
        nuint i = 256, end = (nuint)bytes.Length;
        for (; i + 256 <= end; i += 256)
        {
            a = Fold(a, by2048, Vector512.LoadUnsafe(ref p, i).AsUInt64());
            b = Fold(b, by2048, Vector512.LoadUnsafe(ref p, i + 64).AsUInt64());
            c = Fold(c, by2048, Vector512.LoadUnsafe(ref p, i + 128).AsUInt64());
            d = Fold(d, by2048, Vector512.LoadUnsafe(ref p, i + 192).AsUInt64());
        }

        var by512 = Vector512.Create(Vector256.Create(By512, By512));
        a = Fold(Fold(Fold(a, by512, b), by512, c), by512, d);
        for (; i + 64 <= end; i += 64)
            a = Fold(a, by512, Vector512.LoadUnsafe(ref p, i).AsUInt64());

        var (low, high) = (a.GetLower(), a.GetUpper());
        return Finish(Join(low.GetLower(), low.GetUpper(), high.GetLower(), high.GetUpper()), ref bytes, i);
    }

    [MethodImpl(Hot)]
    public static uint Append256(uint state, ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 * 32)
            return Append128(state, ref bytes);

        ref var p = ref MemoryMarshal.GetReference(bytes);
        var a = Vector256.LoadUnsafe(ref p).AsUInt64() ^ Vector256.CreateScalar(state).AsUInt64();
        var b = Vector256.LoadUnsafe(ref p, 32).AsUInt64();
        var c = Vector256.LoadUnsafe(ref p, 64).AsUInt64();
        var d = Vector256.LoadUnsafe(ref p, 96).AsUInt64();
        var by1024 = Vector256.Create(By1024, By1024);
        nuint i = 128, end = (nuint)bytes.Length;
        for (; i + 128 <= end; i += 128)
        {
            a = Fold(a, by1024, Vector256.LoadUnsafe(ref p, i).AsUInt64());
            b = Fold(b, by1024, Vector256.LoadUnsafe(ref p, i + 32).AsUInt64());
            c = Fold(c, by1024, Vector256.LoadUnsafe(ref p, i + 64).AsUInt64());
            d = Fold(d, by1024, Vector256.LoadUnsafe(ref p, i + 96).AsUInt64());
        }

        var by256 = Vector256.Create(By256, By256);
        a = Fold(Fold(Fold(a, by256, b), by256, c), by256, d);
        return Finish(Fold(a.GetLower(), By128, a.GetUpper()), ref bytes, i);
    }

    [MethodImpl(Hot)]
    public static uint Append128(uint state, ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 * 16)
            return state;

        ref var p = ref MemoryMarshal.GetReference(bytes);
        var a = Vector128.LoadUnsafe(ref p).AsUInt64() ^ Vector128.CreateScalar(state).AsUInt64();
        var b = Vector128.LoadUnsafe(ref p, 16).AsUInt64();
        var c = Vector128.LoadUnsafe(ref p, 32).AsUInt64();
        var d = Vector128.LoadUnsafe(ref p, 48).AsUInt64();
        nuint i = 64, end = (nuint)bytes.Length;
        for (; i + 64 <= end; i += 64)
        {
            a = Fold(a, By512, Vector128.LoadUnsafe(ref p, i).AsUInt64());
            b = Fold(b, By512, Vector128.LoadUnsafe(ref p, i + 16).AsUInt64());
            c = Fold(c, By512, Vector128.LoadUnsafe(ref p, i + 32).AsUInt64());
            d = Fold(d, By512, Vector128.LoadUnsafe(ref p, i + 48).AsUInt64());
        }

        return Finish(Join(a, b, c, d), ref bytes, i);
    }

    // Each pair is x^(distance + 32) and x^(distance - 32) modulo the polynomial, reflected and shifted left by one.
    private static Vector128<ulong> By128 => Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);

    private static Vector128<ulong> By256 => Vector128.Create(0x0_F1DA_05AAUL, 0x1_5A54_6366UL);

    private static Vector128<ulong> By512 => Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);

    private static Vector128<ulong> By1024 => Vector128.Create(0x1_E88E_F372UL, 0x1_4A7F_E880UL);

    private static Vector128<ulong> By2048 => Vector128.Create(0x1_1542_778AUL, 0x1_322D_1430UL);

    [MethodImpl(Inline)]
    private static Vector512<ulong> Fold(Vector512<ulong> v, Vector512<ulong> by, Vector512<ulong> onto) =>
        Pclmulqdq.V512.CarrylessMultiply(v, by, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(v, by, 0x11) ^ onto;

    [MethodImpl(Inline)]
    private static Vector256<ulong> Fold(Vector256<ulong> v, Vector256<ulong> by, Vector256<ulong> onto) =>
        Pclmulqdq.V256.CarrylessMultiply(v, by, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(v, by, 0x11) ^ onto;

    [MethodImpl(Inline)]
    private static Vector128<ulong> Fold(Vector128<ulong> v, Vector128<ulong> by, Vector128<ulong> onto) =>
        Pclmulqdq.CarrylessMultiply(v, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(v, by, 0x11) ^ onto;

    [MethodImpl(Inline)]
    private static Vector128<ulong> Join(
        Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c, Vector128<ulong> d) =>
        Fold(Fold(Fold(a, By128, b), By128, c), By128, d);

    [MethodImpl(Inline)]
    private static uint Finish(Vector128<ulong> v, ref ReadOnlySpan<byte> bytes, nuint done)
    {
        ref var p = ref MemoryMarshal.GetReference(bytes);
        for (var end = (nuint)bytes.Length; done + 16 <= end; done += 16)
            v = Fold(v, By128, Vector128.LoadUnsafe(ref p, done).AsUInt64());
        bytes = bytes[(int)done..];
        return Reduce(v);
    }

    // 128 bits to 64 (x^96, x^64), then Barrett reduction to 32 with the polynomial and its inverse.
    [MethodImpl(Inline)]
    private static uint Reduce(Vector128<ulong> v)
    {
        var low32 = Vector128.Create(0xFFFF_FFFFUL, 0);
        v = Pclmulqdq.CarrylessMultiply(v, By128, 0x10) ^ Vector128.Create(v.GetElement(1), 0);
        v = Pclmulqdq.CarrylessMultiply(v & low32, Vector128.Create(0x1_63CD_6124UL, 0), 0x00)
            ^ Sse2.ShiftRightLogical128BitLane(v, 4);
        var barrett = Vector128.Create(0x1_DB71_0641UL, 0x1_F701_1641UL);
        var quotient = Pclmulqdq.CarrylessMultiply(v & low32, barrett, 0x10) & low32;
        return (v ^ Pclmulqdq.CarrylessMultiply(quotient, barrett, 0x00)).AsUInt32().GetElement(1);
    }
}
