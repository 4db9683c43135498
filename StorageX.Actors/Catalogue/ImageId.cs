using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StorageX.Catalogue;

/// <summary>How the catalogue names images: by the first bytes of a digest, which also tell an entry that a disk has altered.</summary>
internal static class ImageId
{
    /// <summary>The image at a locator.</summary>
    public static long Of(string locator) => Digest(locator);

    /// <summary>The checksum of an entry, whose locator the id covers already.</summary>
    public static long SealOf(string locator, string? deletion) => deletion is null ? 0 : Digest($"{locator}\n{deletion}");

    private static long Digest(string text) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
