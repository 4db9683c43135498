using FsCheck;
using FsCheck.Fluent;
using StorageX.Containers;
using StorageX.Specs.Images;

namespace StorageX.Specs.Containers;

/// <summary>What a spec puts into a container: all of it follows from three numbers, so a failure can be repeated.</summary>
/// <param name="Texture">0 random, 1 text, 2 zeros, 3 random with a run of text.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Seed">Makes the bytes, the kind and the secret.</param>
internal sealed record Payload(int Texture, int Length, int Seed)
{
    public ContainerKind Kind => (ContainerKind)(1 + (Seed & 3));

    /// <summary>None for a public container.</summary>
    public byte[] Secret => (Seed & 4) == 0 ? [] : Some.Bytes(PieceSecret.Length, Seed);

    public static Arbitrary<Payload> Any(int longest) =>
        (from texture in Gen.Choose(0, 3)
         from length in Gen.Frequency((1, Gen.Choose(0, 70)), (2, Gen.Choose(0, longest)))
         from seed in Gen.Choose(0, int.MaxValue)
         select new Payload(texture, length, seed)).ToArbitrary();

    public byte[] Bytes()
    {
        var bytes = Texture switch { 1 => Some.Text(Length, Seed), 2 => new byte[Length], _ => Some.Bytes(Length, Seed) };
        if (Texture == 3)
            Some.Text(Length / 3, Seed).CopyTo(bytes, Length / 2);
        return bytes;
    }
}
