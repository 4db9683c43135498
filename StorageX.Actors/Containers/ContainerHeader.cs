using System.Buffers.Binary;
using System.Runtime.InteropServices;
using StorageX.Images;

namespace StorageX.Containers;

/// <summary>How a body is encrypted. The value is the byte at offset 5.</summary>
internal enum ContainerCipher : byte
{
    None = 0,
    Aes256Gcm = 1,
}

/// <summary>How a body is compressed before it is encrypted. The value is the byte at offset 6.</summary>
internal enum BodyCompression : byte
{
    None = 0,
    Brotli = 1,
}

/// <summary>The 32 bytes before a container's body; all of them are associated data of the cipher.</summary>
/// <param name="Kind">What the container carries.</param>
/// <param name="Cipher">How its body is encrypted.</param>
/// <param name="Compression">How its body is compressed.</param>
/// <param name="BodyLength">Bytes of the body.</param>
/// <param name="RawLength">Bytes of what is carried.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContainerHeader(
    ContainerKind Kind, ContainerCipher Cipher, BodyCompression Compression, int BodyLength, int RawLength)
{
    public const int Length = 32;

    /// <summary>Bytes before the nonce: all fields that say something, and therefore what the nonce is made of.</summary>
    public const int FieldsLength = 16;

    public const int NonceLength = 12;
    private const int CheckedLength = FieldsLength + NonceLength;

    public static ReadOnlySpan<byte> Magic => "SXP2"u8;

    /// <summary>Bytes of the tag after the body; a public container has none.</summary>
    public int TagLength => Cipher == ContainerCipher.None ? 0 : Container.TagLength;

    /// <summary>Where the nonce stands in a container.</summary>
    public static Span<byte> NonceOf(Span<byte> container) => container.Slice(FieldsLength, NonceLength);

    /// <inheritdoc cref="NonceOf(Span{byte})"/>
    public static ReadOnlySpan<byte> NonceOf(ReadOnlySpan<byte> container) => container.Slice(FieldsLength, NonceLength);

    /// <summary>Writes the checksum of what stands before it; done last.</summary>
    public static void Complete(Span<byte> container) =>
        BinaryPrimitives.WriteUInt32LittleEndian(container[CheckedLength..], Crc32.Compute(container[..CheckedLength]));

    /// <summary>Reads a header whose every field has a value that this version knows.</summary>
    /// <exception cref="ContainerException">It is none, is damaged, or has an unknown value.</exception>
    public static ContainerHeader Parse(ReadOnlySpan<byte> container)
    {
        if (container.Length < Length || !container.StartsWith(Magic))
            throw Defect(ContainerDefect.NotAContainer, $"not a container of format 2: {container.Length} bytes that do not begin with a header");
        if (BinaryPrimitives.ReadUInt32LittleEndian(container[CheckedLength..]) != Crc32.Compute(container[..CheckedLength]))
            throw Defect(ContainerDefect.Header, "a container whose header is damaged: its checksum is wrong");

        var (kind, cipher, compression, flags) = (container[4], container[5], container[6], container[7]);
        RequireKnown("kind", kind, kind is >= (byte)ContainerKind.Data and <= (byte)ContainerKind.Probe);
        RequireKnown("cipher", cipher, cipher <= (byte)ContainerCipher.Aes256Gcm);
        RequireKnown("compression", compression, compression <= (byte)BodyCompression.Brotli);
        RequireKnown("flags", flags, flags == 0);

        var body = BinaryPrimitives.ReadUInt32LittleEndian(container[8..]);
        var raw = BinaryPrimitives.ReadUInt32LittleEndian(container[12..]);
        if (body > Container.MaxRawLength || raw > Container.MaxRawLength)
            throw Defect(ContainerDefect.TooLarge, $"a container that announces {raw} bytes in a body of {body}, where {Container.MaxRawLength} are the most that an image carries");
        return new((ContainerKind)kind, (ContainerCipher)cipher, (BodyCompression)compression, (int)body, (int)raw);
    }

    /// <summary>Writes the fields; the nonce after them is cleared.</summary>
    public void Write(Span<byte> container)
    {
        Magic.CopyTo(container);
        container[4] = (byte)Kind;
        container[5] = (byte)Cipher;
        container[6] = (byte)Compression;
        container[7] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(container[8..], BodyLength);
        BinaryPrimitives.WriteInt32LittleEndian(container[12..], RawLength);
        NonceOf(container).Clear();
    }

    private static void RequireKnown(string field, byte value, bool known)
    {
        if (!known)
            throw Defect(ContainerDefect.Unknown, $"a container whose {field} is {value}, which this version does not know; a newer one may");
    }

    private static ContainerException Defect(ContainerDefect defect, string message) => new(message) { Defect = defect };
}
