using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StorageX.Images.Png;

/// <summary>
/// The filters that look left (PNG third edition, section 9.2), for pixels of three or four bytes, a pixel at a time in the
/// lanes of a vector. Each method stops before the last pixel whose four bytes would reach beyond the row, and returns where.
/// </summary>
internal static class PixelFilters
{
    private const int LoadBytes = 4;

    public static int Sub(Span<byte> row, int distance)
    {
        var end = End(row.Length, distance);
        Sub(ref MemoryMarshal.GetReference(row), (nuint)end, (nuint)distance);
        return end;
    }

    public static int Average(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        var end = End(Math.Min(row.Length, above.Length), distance);
        Average(ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(above), (nuint)end, (nuint)distance);
        return end;
    }

    public static int Paeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        var end = End(Math.Min(row.Length, above.Length), distance);
        Paeth(ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(above), (nuint)end, (nuint)distance);
        return end;
    }

    private static int End(int length, int distance) =>
        length < LoadBytes ? 0 : (((length - LoadBytes) / distance) + 1) * distance;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sub(ref byte row, nuint length, nuint distance)
    {
        var left = Vector128<byte>.Zero;
        for (nuint i = 0; i < length; i += distance)
        {
            left += Load(ref row, i);
            Store(left, ref row, i, distance);
        }
    }

    // floor((a + b) / 2) is the common bits plus half of the others, without a ninth bit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Average(ref byte row, ref byte above, nuint length, nuint distance)
    {
        var left = Vector128<byte>.Zero;
        var sevenBits = Vector128.Create((byte)0x7F);
        for (nuint i = 0; i < length; i += distance)
        {
            var up = Load(ref above, i);
            var half = Vector128.ShiftRightLogical((left ^ up).AsUInt16(), 1).AsByte() & sevenBits;
            left = Load(ref row, i) + (left & up) + half;
            Store(left, ref row, i, distance);
        }
    }

    // With p = left + above - corner, the distances are |above - corner|, |left - corner| and the sum of both differences.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Paeth(ref byte row, ref byte above, nuint length, nuint distance)
    {
        var left = Vector128<short>.Zero;
        var corner = Vector128<short>.Zero;
        var byteMask = Vector128.Create((short)0xFF);
        for (nuint i = 0; i < length; i += distance)
        {
            var up = Vector128.WidenLower(Load(ref above, i)).AsInt16();
            var here = Vector128.WidenLower(Load(ref row, i)).AsInt16();
            var fromLeft = up - corner;
            var fromUp = left - corner;
            var toLeft = Vector128.Abs(fromLeft);
            var toUp = Vector128.Abs(fromUp);
            var toCorner = Vector128.Abs(fromLeft + fromUp);
            var nearest = Vector128.Min(toCorner, Vector128.Min(toLeft, toUp));
            var other = Vector128.ConditionalSelect(Vector128.Equals(nearest, toUp), up, corner);
            var predicted = Vector128.ConditionalSelect(Vector128.Equals(nearest, toLeft), left, other);
            left = (here + predicted) & byteMask;
            corner = up;
            Store(Vector128.Narrow(left.AsUInt16(), left.AsUInt16()), ref row, i, distance);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ref byte bytes, nuint at) =>
        Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, at))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> pixel, ref byte bytes, nuint at, nuint distance)
    {
        var value = pixel.AsUInt32().ToScalar();
        ref var to = ref Unsafe.Add(ref bytes, at);
        if (distance == 4)
        {
            Unsafe.WriteUnaligned(ref to, value);
        }
        else
        {
            Unsafe.WriteUnaligned(ref to, (ushort)value);
            Unsafe.Add(ref to, 2) = (byte)(value >> 16);
        }
    }
}
