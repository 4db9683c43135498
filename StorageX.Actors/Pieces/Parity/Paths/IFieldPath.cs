namespace StorageX.Pieces.Parity.Paths;

/// <summary>One way to multiply and add many bytes at a time; the methods are inlined into <see cref="FieldKernel{TPath, TVector, TParts, TFactor}"/>.</summary>
/// <typeparam name="TVector">Bytes that are worked on at once.</typeparam>
/// <typeparam name="TParts">The same as the products need them, so that a source is taken apart once for all its products.</typeparam>
/// <typeparam name="TFactor">A factor, ready for use.</typeparam>
internal interface IFieldPath<TVector, TParts, TFactor>
    where TVector : unmanaged
    where TParts : unmanaged
    where TFactor : unmanaged
{
    /// <summary>Bytes of a vector.</summary>
    static abstract int Size { get; }

    /// <summary>Makes a factor ready.</summary>
    static abstract TFactor Prepare(byte factor);

    /// <summary>The vector at a place.</summary>
    static abstract TVector Load(ref byte bytes, nuint at);

    /// <summary>Puts a vector at a place.</summary>
    static abstract void Store(TVector vector, ref byte bytes, nuint at);

    /// <summary>Takes a vector apart.</summary>
    static abstract TParts Split(TVector vector);

    /// <summary>The sum of a vector and a product.</summary>
    static abstract TVector Add(TVector sum, TParts source, TFactor factor);
}
