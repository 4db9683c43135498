using System.Buffers.Binary;
using System.Security.Cryptography;
using Shouldly;
using StorageX.Catalogue;

namespace StorageX.Specs.Catalogue;

/// <summary>Numbered pieces, each with a place of its own.</summary>
internal static class Pieces
{
    public const string Backend = "images";
    public const string Variant = "2:1024x768";

    public static byte[] Digest(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return SHA256.HashData(bytes);
    }

    public static string Locator(int number) => $"https://host.example/images/{number:d9}.png";

    public static void Remember(this PieceCatalogue catalogue, int number) =>
        catalogue.Remember(Backend, Variant, Digest(number), 5, Locator(number), Digest(-number));

    public static void Remember(this PieceCatalogue catalogue, int first, int count)
    {
        for (var number = first; number < first + count; number++)
            catalogue.Remember(number);
    }

    public static StoredPiece? Find(this PieceCatalogue catalogue, int number) => catalogue.Find(Backend, Variant, Digest(number));

    /// <summary>How many of the numbered pieces are known, each in its right place with its right secret.</summary>
    public static int Known(this PieceCatalogue catalogue, int first, int count)
    {
        var known = 0;
        for (var number = first; number < first + count; number++)
        {
            if (catalogue.Find(number) is not { } piece)
                continue;
            piece.Locator.ShouldBe(Locator(number));
            piece.Secret.ShouldBe(Digest(-number));
            known++;
        }

        return known;
    }
}
