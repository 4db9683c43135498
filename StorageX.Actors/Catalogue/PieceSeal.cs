using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace StorageX.Catalogue;

/// <summary>
/// A checksum over a piece's entry. SQLite has none over its pages, and one bit that turned over in a locator or a secret
/// would go into manifests unseen, and the files that they describe would be lost.
/// </summary>
internal static class PieceSeal
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 8;

    /// <summary>The seal of an entry: the first bytes of the SHA-256 of its fields, each after its length.</summary>
    public static byte[] Of(in PieceId piece, long size, string locator, byte[]? secret)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, MemoryMarshal.AsBytes(piece.Backend.AsSpan()));
        Append(hash, MemoryMarshal.AsBytes(piece.Variant.AsSpan()));
        Append(hash, piece.Digest);
        Append(hash, MemoryMarshal.AsBytes(locator.AsSpan()));
        AppendInteger(hash, size);
        AppendInteger(hash, secret?.Length ?? -1);
        hash.AppendData(secret ?? []);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return digest[..Length].ToArray();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        AppendInteger(hash, field.Length);
        hash.AppendData(field);
    }

    private static void AppendInteger(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
