using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Bytes = System.Runtime.Intrinsics.Vector256<byte>;

namespace StorageX.Pieces.Parity.Paths;

/// <summary>32 bytes at a time, a product an instruction: GF2P8AFFINEQB of the Galois field new instructions.</summary>
internal readonly struct Gfni256 : IFieldPath<Bytes, Bytes, Bytes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static bool IsSupported => Gfni.V256.IsSupported;

    public static int Size => 32;

    [MethodImpl(Inline)]
    public static Bytes Prepare(byte factor) => Vector256.Create(FactorTables.Matrices[factor]).AsByte();

    [MethodImpl(Inline)]
    public static Bytes Load(ref byte bytes, nuint at) => Vector256.LoadUnsafe(ref bytes, at);

    [MethodImpl(Inline)]
    public static void Store(Bytes vector, ref byte bytes, nuint at) => vector.StoreUnsafe(ref bytes, at);

    [MethodImpl(Inline)]
    public static Bytes Split(Bytes vector) => vector;

    [MethodImpl(Inline)]
    public static Bytes Add(Bytes sum, Bytes source, Bytes factor) => sum ^ Gfni.V256.GaloisFieldAffineTransform(source, factor, 0);
}
