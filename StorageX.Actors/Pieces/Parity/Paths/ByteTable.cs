using System.Runtime.CompilerServices;

namespace StorageX.Pieces.Parity.Paths;

/// <summary>A byte at a time, by a table of all products: for every machine, and for the ends that no vector fills.</summary>
internal readonly struct ByteTable : IFieldPath<byte, byte, int>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Size => 1;

    [MethodImpl(Inline)]
    public static int Prepare(byte factor) => factor << 8;

    [MethodImpl(Inline)]
    public static byte Load(ref byte bytes, nuint at) => Unsafe.Add(ref bytes, at);

    [MethodImpl(Inline)]
    public static void Store(byte vector, ref byte bytes, nuint at) => Unsafe.Add(ref bytes, at) = vector;

    [MethodImpl(Inline)]
    public static byte Split(byte vector) => vector;

    [MethodImpl(Inline)]
    public static byte Add(byte sum, byte source, int factor) => (byte)(sum ^ FactorTables.Products[factor + source]);
}
