using System.Buffers;
using System.Security.Cryptography;

namespace StorageX.Manifests;

/// <summary>A piece's checksum as manifests write it: <c>sha256:</c> and the SHA-256 of its bytes in hexadecimal digits.</summary>
internal static class Checksum
{
    /// <summary>What stands before the digits.</summary>
    public const string Prefix = "sha256:";

    /// <summary>Characters of a checksum.</summary>
    public const int Length = 7 + (2 * SHA256.HashSizeInBytes);

    /// <summary>The checksum for a digest.</summary>
    public static string Of(ReadOnlySpan<byte> sha256) => Prefix + Convert.ToHexStringLower(sha256);

    /// <summary>Whether a checksum can tell anything: the original leaves it empty.</summary>
    public static bool Tells(string checksum) => checksum.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The digest in a checksum; null where it tells none.</summary>
    public static byte[]? DigestIn(string checksum)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        return Tells(checksum) && Convert.FromHexString(checksum.AsSpan(Prefix.Length), digest, out _, out var written) == OperationStatus.Done && written == digest.Length
            ? digest
            : null;
    }

    /// <summary>Whether bytes have the checksum; true where it cannot tell.</summary>
    public static bool Fits(string checksum, ReadOnlySpan<byte> bytes) =>
        !Tells(checksum) || checksum.Equals(Of(SHA256.HashData(bytes)), StringComparison.OrdinalIgnoreCase);
}
