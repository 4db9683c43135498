using System.Security.Cryptography;

namespace StorageX.Containers;

/// <summary>AES-256-GCM (NIST SP 800-38D) around a container's body: the key is the secret, the header is associated data.</summary>
internal static class ContainerSeal
{
    /// <summary>
    /// Encrypts a body into its container. The nonce is the first 12 bytes of
    /// <c>HMAC-SHA256(secret, header fields || SHA-256(body))</c>. It covers everything that is encrypted or authenticated, so
    /// that one secret never meets one nonce with two different messages, even if a secret is used for two kinds or
    /// another compressor gives another body. It is keyed, so that it tells nobody which known file this is.
    /// </summary>
    /// <param name="body">What is encrypted; it may stand in its place in the container already.</param>
    /// <param name="secret">32 bytes.</param>
    /// <param name="sha256OfBody">Its digest, or none where it is not known.</param>
    /// <param name="container">Header fields are there; nonce, checksum, body and tag are written.</param>
    public static void Encrypt(ReadOnlySpan<byte> body, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> sha256OfBody, Span<byte> container)
    {
        WriteNonce(body, secret, sha256OfBody, container);
        ContainerHeader.Complete(container);
        using var gcm = new AesGcm(secret, Container.TagLength);
        gcm.Encrypt(
            ContainerHeader.NonceOf(container),
            body,
            container.Slice(ContainerHeader.Length, body.Length),
            container[^Container.TagLength..],
            container[..ContainerHeader.Length]);
    }

    /// <summary>Decrypts the body of a container whose length has been checked, in place.</summary>
    /// <exception cref="ContainerException">The tag is wrong; the body is cleared.</exception>
    public static void Decrypt(Span<byte> container, int bodyLength, ReadOnlySpan<byte> secret)
    {
        var body = container.Slice(ContainerHeader.Length, bodyLength);
        try
        {
            using var gcm = new AesGcm(secret, Container.TagLength);
            gcm.Decrypt(ContainerHeader.NonceOf(container), body, container[^Container.TagLength..], body, container[..ContainerHeader.Length]);
        }
        catch (CryptographicException error)
        {
            throw new ContainerException("a container whose tag is wrong: it was altered, or the secret belongs to another one", error)
            {
                Defect = ContainerDefect.Tag,
            };
        }
    }

    private static void WriteNonce(ReadOnlySpan<byte> body, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> sha256OfBody, Span<byte> container)
    {
        Span<byte> message = stackalloc byte[ContainerHeader.FieldsLength + SHA256.HashSizeInBytes];
        container[..ContainerHeader.FieldsLength].CopyTo(message);
        if (sha256OfBody.IsEmpty)
            SHA256.HashData(body, message[ContainerHeader.FieldsLength..]);
        else
            sha256OfBody.CopyTo(message[ContainerHeader.FieldsLength..]);

        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, message, code);
        code[..ContainerHeader.NonceLength].CopyTo(ContainerHeader.NonceOf(container));
    }
}
