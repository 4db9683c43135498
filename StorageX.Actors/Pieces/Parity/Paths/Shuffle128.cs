using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Bytes = System.Runtime.Intrinsics.Vector128<byte>;
using Halves = (System.Runtime.Intrinsics.Vector128<byte> Low, System.Runtime.Intrinsics.Vector128<byte> High);

namespace StorageX.Pieces.Parity.Paths;

/// <summary>16 bytes at a time: the products of each half of a byte are looked up by a shuffle (PSHUFB, or TBL of 64-bit ARM).</summary>
internal readonly struct Shuffle128 : IFieldPath<Bytes, Halves, Halves>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Size => 16;

    [MethodImpl(Inline)]
    public static Halves Prepare(byte factor) => (Table(factor * FactorTables.NibbleBytes), Table((factor * FactorTables.NibbleBytes) + 16));

    [MethodImpl(Inline)]
    public static Bytes Load(ref byte bytes, nuint at) => Vector128.LoadUnsafe(ref bytes, at);

    [MethodImpl(Inline)]
    public static void Store(Bytes vector, ref byte bytes, nuint at) => vector.StoreUnsafe(ref bytes, at);

    [MethodImpl(Inline)]
    public static Halves Split(Bytes vector)
    {
        var low = Vector128.Create((byte)0x0F);
        return (vector & low, (vector.AsUInt16() >>> 4).AsByte() & low);
    }

    [MethodImpl(Inline)]
    public static Bytes Add(Bytes sum, Halves source, Halves factor) => sum ^ Vector128.ShuffleNative(factor.Low, source.Low) ^ Vector128.ShuffleNative(factor.High, source.High);

    [MethodImpl(Inline)]
    private static Bytes Table(int at) => Vector128.Create(FactorTables.Nibbles, at);
}
