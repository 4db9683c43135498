namespace StorageX.Containers;

/// <summary>What must hold of a sound header before its body is looked at.</summary>
internal static class ContainerCheck
{
    /// <summary>Requires that the container is the one asked for, and that its lengths agree with each other and the bytes.</summary>
    /// <exception cref="ContainerException">It is not, or they do not.</exception>
    public static void Require(
        in ContainerHeader header, ReadOnlySpan<byte> container, ContainerKind expected, ContainerCipher cipher, int maxRawBytes)
    {
        Require(header.Kind == expected, ContainerDefect.Kind, $"a container of the kind {header.Kind}, where {expected} belongs");
        Require(
            header.Cipher == cipher,
            ContainerDefect.Cipher,
            cipher == ContainerCipher.None
                ? "an encrypted container, and no secret to open it: the part of the key after # is missing"
                : "a public container, where an encrypted one belongs");

        var length = (long)ContainerHeader.Length + header.BodyLength + header.TagLength;
        Require(container.Length == length, ContainerDefect.Length, $"a container of {container.Length} bytes, where its header says {length}");
        var compressed = header.Compression != BodyCompression.None;
        Require(
            compressed ? header.BodyLength < header.RawLength : header.BodyLength == header.RawLength,
            ContainerDefect.Length,
            $"a container of {header.RawLength} bytes, {(compressed ? "compressed" : "not compressed")}, in a body of {header.BodyLength}");
        Require(
            cipher != ContainerCipher.None || !ContainerHeader.NonceOf(container).ContainsAnyExcept((byte)0),
            ContainerDefect.Cipher,
            "a public container with a nonce, which only encryption needs");
        Require(header.RawLength <= maxRawBytes, ContainerDefect.TooLarge, $"a container of {header.RawLength} bytes, where at most {maxRawBytes} are expected");
    }

    private static void Require(bool holds, ContainerDefect defect, string message)
    {
        if (!holds)
            throw new ContainerException(message) { Defect = defect };
    }
}
