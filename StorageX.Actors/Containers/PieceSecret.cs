using System.Security.Cryptography;

namespace StorageX.Containers;

/// <summary>The 32 bytes that open one container; they stand with the piece's entry in the manifest, or in the key.</summary>
internal static class PieceSecret
{
    /// <summary>Bytes of a secret: an AES-256 key.</summary>
    public const int Length = 32;

    private static ReadOnlySpan<byte> Label => "storagex/2/piece"u8;

    private static ReadOnlySpan<byte> CuttingLabel => "storagex/2/cuts"u8;

    /// <summary>
    /// The secret of a piece that the same user always gets for the same bytes, so that they are stored once:
    /// HKDF-SHA256 (RFC 5869) without salt, of the user's secret, with the info <c>"storagex/2/piece" || digest</c>.
    /// Without the user's secret nobody can tell from it, or from the container, which bytes the piece has.
    /// </summary>
    /// <param name="userSecret">32 bytes that this user alone has.</param>
    /// <param name="sha256OfRawPiece">SHA-256 of the piece before compression.</param>
    /// <exception cref="ArgumentException">Either is not 32 bytes long.</exception>
    public static byte[] Derive(ReadOnlySpan<byte> userSecret, ReadOnlySpan<byte> sha256OfRawPiece)
    {
        Require(userSecret, nameof(userSecret));
        Require(sha256OfRawPiece, nameof(sha256OfRawPiece));
        Span<byte> info = stackalloc byte[Label.Length + Length];
        Label.CopyTo(info);
        sha256OfRawPiece.CopyTo(info[Label.Length..]);
        var secret = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, userSecret, secret, salt: [], info);
        return secret;
    }

    /// <summary>What decides with a content where it is cut into pieces: the same always for one user, and told to nobody.</summary>
    /// <param name="userSecret">32 bytes that this user alone has.</param>
    /// <exception cref="ArgumentException">They are not 32 bytes.</exception>
    public static byte[] DeriveCutting(ReadOnlySpan<byte> userSecret)
    {
        Require(userSecret, nameof(userSecret));
        var key = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, userSecret, key, salt: [], CuttingLabel);
        return key;
    }

    /// <summary>A secret that nothing repeats: for the root manifest, and for pieces that must not show equal content.</summary>
    public static byte[] Random() => RandomNumberGenerator.GetBytes(Length);

    private static void Require(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"{bytes.Length} bytes, where {Length} are meant", name);
    }
}
