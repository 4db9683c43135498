using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Bytes = System.Runtime.Intrinsics.Vector512<byte>;
using Halves = (System.Runtime.Intrinsics.Vector512<byte> Low, System.Runtime.Intrinsics.Vector512<byte> High);

namespace StorageX.Pieces.Parity.Paths;

/// <summary>64 bytes at a time: the products of each half of a byte are looked up by a shuffle (VPSHUFB).</summary>
internal readonly struct Shuffle512 : IFieldPath<Bytes, Halves, Halves>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Size => 64;

    [MethodImpl(Inline)]
    public static Halves Prepare(byte factor) => (Table(factor * FactorTables.NibbleBytes), Table((factor * FactorTables.NibbleBytes) + 16));

    [MethodImpl(Inline)]
    public static Bytes Load(ref byte bytes, nuint at) => Vector512.LoadUnsafe(ref bytes, at);

    [MethodImpl(Inline)]
    public static void Store(Bytes vector, ref byte bytes, nuint at) => vector.StoreUnsafe(ref bytes, at);

    [MethodImpl(Inline)]
    public static Halves Split(Bytes vector)
    {
        var low = Vector512.Create((byte)0x0F);
        return (vector & low, (vector.AsUInt16() >>> 4).AsByte() & low);
    }

    [MethodImpl(Inline)]
    public static Bytes Add(Bytes sum, Halves source, Halves factor) => sum ^ Avx512BW.Shuffle(factor.Low, source.Low) ^ Avx512BW.Shuffle(factor.High, source.High);

    [MethodImpl(Inline)]
    private static Bytes Table(int at) => Vector512.Create(Vector256.Create(Vector128.Create(FactorTables.Nibbles, at)));
}
