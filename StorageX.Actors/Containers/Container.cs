using System.Security.Cryptography;
using StorageX.Buffers;
using StorageX.Images;

namespace StorageX.Containers;

/// <summary>
/// What an image of format 2 carries: a header of 32 bytes, a body, and the 16 bytes of its tag. The body is the raw bytes,
/// compressed with Brotli (RFC 7932) where that pays, encrypted with AES-256-GCM (NIST SP 800-38D) where there is a secret.
/// FORMAT.md has every byte. Sealing is deterministic: the same bytes, kind and secret make the same container.
/// </summary>
internal static class Container
{
    /// <summary>
    /// Bytes that a container has beyond its raw bytes, at most: header and tag. A public container has no tag, so 16 fewer.
    /// </summary>
    public const int Overhead = ContainerHeader.Length + TagLength;

    /// <summary>Bytes of the tag: the longest that GCM has.</summary>
    public const int TagLength = 16;

    /// <summary>The most raw bytes of a container: what the largest canvas leaves, just under 64 MiB.</summary>
    public const int MaxRawLength = CanvasSize.MaxRaster - CanvasSize.LengthBytes - Overhead;

    /// <summary>Whether a canvas carries a container rather than the bytes of format 1, judged by its first four bytes.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> payload) => payload.StartsWith(ContainerHeader.Magic);

    /// <summary>Makes a container. The caller disposes it.</summary>
    /// <param name="raw">0 to <see cref="MaxRawLength"/> bytes.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="secret">32 bytes, or none for a public container, which anyone can read and alter.</param>
    /// <exception cref="ArgumentException">The secret has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many raw bytes.</exception>
    public static PooledBytes Seal(ReadOnlySpan<byte> raw, ContainerKind kind, ReadOnlySpan<byte> secret) => Seal(raw, kind, secret, []);

    /// <summary>The same, where the caller knows the digest of the raw bytes: hashing is half of the work.</summary>
    /// <param name="raw">0 to <see cref="MaxRawLength"/> bytes.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="secret">32 bytes, or none for a public container.</param>
    /// <param name="sha256OfRaw">SHA-256 of <paramref name="raw"/>, or none. The nonce rests on it: it must be right.</param>
    /// <exception cref="ArgumentException">The secret or the digest has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many raw bytes.</exception>
    public static PooledBytes Seal(ReadOnlySpan<byte> raw, ContainerKind kind, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> sha256OfRaw)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(raw.Length, MaxRawLength, nameof(raw));
        var output = PooledBytes.Rent(raw.Length + Overhead);
        output.Truncate(Seal(raw, kind, secret, sha256OfRaw, output.Span));
        return output;
    }

    /// <summary>Puts raw bytes into a container at the start of <paramref name="output"/>.</summary>
    /// <param name="raw">The bytes, 0 to <see cref="MaxRawLength"/>.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="secret">32 bytes, or none for a public container.</param>
    /// <param name="sha256OfRaw">Their digest where it is known, else none.</param>
    /// <param name="output">At least <see cref="Overhead"/> bytes more than the raw ones, apart from them.</param>
    /// <param name="compress">Whether to try.</param>
    /// <returns>The container's length.</returns>
    /// <exception cref="ArgumentException">A length is not as it should be.</exception>
    internal static int Seal(ReadOnlySpan<byte> raw, ContainerKind kind, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> sha256OfRaw, Span<byte> output, bool compress = true)
    {
        RequireLength(sha256OfRaw, SHA256.HashSizeInBytes, nameof(sha256OfRaw));
        var cipher = CipherFor(secret);
        var room = output.Slice(ContainerHeader.Length, raw.Length);
        var header = compress && BrotliBody.TryCompress(raw, room) is { } shorter
            ? new ContainerHeader(kind, cipher, BodyCompression.Brotli, shorter, raw.Length)
            : new ContainerHeader(kind, cipher, BodyCompression.None, raw.Length, raw.Length);
        var compressed = header.Compression != BodyCompression.None;
        ReadOnlySpan<byte> body = compressed ? room[..header.BodyLength] : raw;

        var container = output[..(ContainerHeader.Length + header.BodyLength + header.TagLength)];
        header.Write(container);
        if (cipher == ContainerCipher.Aes256Gcm)
            ContainerSeal.Encrypt(body, secret, compressed ? [] : sha256OfRaw, container);
        else if (!compressed)
            body.CopyTo(room);
        if (cipher == ContainerCipher.None)
            ContainerHeader.Complete(container);
        return container.Length;
    }

    /// <summary>
    /// Takes the raw bytes out of a container, in its own buffer where they were not compressed. More memory is taken for them
    /// only after the header has been checked. The caller disposes them, and compares their digest with the one it knows: a
    /// tag alone does not bind a container to its secret, and a public container has not even that.
    /// </summary>
    /// <param name="container">The bytes of the image's canvas; they are used up, whatever comes of it.</param>
    /// <param name="expected">The only kind that is taken.</param>
    /// <param name="secret">32 bytes, or none where only a public container is taken.</param>
    /// <param name="maxRawBytes">The most raw bytes that are taken, 0 or more.</param>
    /// <exception cref="ArgumentException">The secret has another length.</exception>
    /// <exception cref="ContainerException">The bytes are no such container.</exception>
    public static PooledBytes Open(PooledBytes container, ContainerKind expected, ReadOnlySpan<byte> secret, int maxRawBytes)
    {
        try
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxRawBytes);
            var cipher = CipherFor(secret);
            var header = ContainerHeader.Parse(container.Span);
            ContainerCheck.Require(header, container.Span, expected, cipher, maxRawBytes);
            if (cipher == ContainerCipher.Aes256Gcm)
                ContainerSeal.Decrypt(container.Span, header.BodyLength, secret);
            container.Narrow(ContainerHeader.Length, header.BodyLength);
            if (header.Compression == BodyCompression.None)
                return container;
            var raw = BrotliBody.Decompress(container.Span, header.RawLength);
            container.Dispose();
            return raw;
        }
        catch
        {
            container.Dispose();
            throw;
        }
    }

    private static ContainerCipher CipherFor(ReadOnlySpan<byte> secret)
    {
        RequireLength(secret, PieceSecret.Length, nameof(secret));
        return secret.IsEmpty ? ContainerCipher.None : ContainerCipher.Aes256Gcm;
    }

    private static void RequireLength(ReadOnlySpan<byte> bytes, int length, string name)
    {
        if (bytes.Length != 0 && bytes.Length != length)
            throw new ArgumentException($"{bytes.Length} bytes, where {length} or none are meant", name);
    }
}
