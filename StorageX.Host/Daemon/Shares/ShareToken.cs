using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StorageX.Containers;

namespace StorageX.Host.Daemon.Shares;

/// <summary>
/// What makes a share's URL: 144 random bits, of which the daemon keeps only a hash. The file's key is sealed with a secret that is
/// derived from them (HKDF, RFC 5869), so that the daemon's files alone open nothing.
/// </summary>
/// <param name="bytes">The random bytes.</param>
internal sealed class ShareToken(byte[] bytes)
{
    private const int Length = 18;
    private static readonly byte[] KeyPurpose = Encoding.ASCII.GetBytes("storagex/share/key");
    private static readonly byte[] Nonce = new byte[AesGcm.NonceByteSizes.MaxSize];

    /// <summary>SHA-256 of it.</summary>
    public byte[] Hash => SHA256.HashData(bytes);

    /// <summary>A new one.</summary>
    public static ShareToken New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The token that a URL has; null if it cannot be one.</summary>
    public static ShareToken? Parse(string text)
    {
        var bytes = new byte[Length];
        return CanonicalBase64Url.TryDecode(text, bytes) ? new ShareToken(bytes) : null;
    }

    /// <summary>Seals a key.</summary>
    public byte[] Seal(string key)
    {
        var plain = Encoding.UTF8.GetBytes(key);
        var result = new byte[AesGcm.TagByteSizes.MaxSize + plain.Length];
        // Every token's secret encrypts one text, so the nonce may be the same.
        using var cipher = Cipher();
        cipher.Encrypt(Nonce, plain, result.AsSpan(AesGcm.TagByteSizes.MaxSize), result.AsSpan(0, AesGcm.TagByteSizes.MaxSize));
        return result;
    }

    /// <summary>Opens a key that was sealed with the same token.</summary>
    /// <exception cref="CryptographicException">It was not, or has been altered.</exception>
    public string Open(byte[] sealedKey)
    {
        var plain = new byte[sealedKey.Length - AesGcm.TagByteSizes.MaxSize];
        using var cipher = Cipher();
        cipher.Decrypt(Nonce, sealedKey.AsSpan(AesGcm.TagByteSizes.MaxSize), sealedKey.AsSpan(0, AesGcm.TagByteSizes.MaxSize), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The text for a URL, for the one who makes the share.</summary>
    public string Reveal() => Base64Url.EncodeToString(bytes);

    /// <inheritdoc/>
    public override string ToString() => "(hidden)";

    private AesGcm Cipher() => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: KeyPurpose), AesGcm.TagByteSizes.MaxSize);
}
