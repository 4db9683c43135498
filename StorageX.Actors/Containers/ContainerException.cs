namespace StorageX.Containers;

/// <summary>
/// The bytes are not a container that the caller asked for. It is the only exception that hostile bytes cause. The message
/// names the defect, and quotes neither bytes of the container nor the secret.
/// </summary>
/// <param name="message">What is wrong, as a clause without a full stop.</param>
/// <param name="inner">The exception that showed it, if any.</param>
public sealed class ContainerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The first rule of FORMAT.md that the bytes break.</summary>
    public ContainerDefect Defect { get; init; }

    /// <summary>Whether it may be a sound container that only a newer program reads.</summary>
    public bool NeedsNewerVersion => Defect == ContainerDefect.Unknown;
}

/// <summary>How a container can be wrong, in the order in which a reader looks.</summary>
public enum ContainerDefect
{
    /// <summary>It does not begin with a header of format 2: too short, or another magic.</summary>
    NotAContainer,

    /// <summary>The header's checksum is wrong: damage.</summary>
    Header,

    /// <summary>The header is sound, and has a kind, cipher, compression or flag that this version does not know.</summary>
    Unknown,

    /// <summary>It is of another kind than the one asked for.</summary>
    Kind,

    /// <summary>It is encrypted and no secret is given, or the other way round.</summary>
    Cipher,

    /// <summary>Its lengths contradict each other or the number of bytes.</summary>
    Length,

    /// <summary>It announces more raw bytes than the caller takes.</summary>
    TooLarge,

    /// <summary>The tag is wrong: the bytes were altered, or the secret belongs to another container.</summary>
    Tag,

    /// <summary>The body does not decompress to exactly the raw length.</summary>
    Compression,
}
