using System.Buffers.Binary;
using System.Security.Cryptography;
using StorageX.Images;

namespace StorageX.Specs.Containers;

/// <summary>
/// Makes containers as a hostile writer would who holds the secret: any fields, with the checksum and the tag that belong to
/// them. Written from FORMAT.md and not from the code under test.
/// </summary>
internal sealed class ContainerMaker
{
    public byte[] Magic { get; init; } = "SXP2"u8.ToArray();

    public byte Kind { get; init; } = 1;

    public byte Cipher { get; init; } = 1;

    public byte Compression { get; init; }

    public byte Flags { get; init; }

    public byte[] Body { get; init; } = [];

    public uint? BodyLength { get; init; }

    public uint? RawLength { get; init; }

    public byte[]? Nonce { get; init; }

    public byte[] Secret { get; init; } = new byte[32];

    /// <summary>The 12 bytes that FORMAT.md asks for.</summary>
    public byte[] RightNonce() => Cipher == 0 ? new byte[12] : HMACSHA256.HashData(Secret, (byte[])[.. Fields(), .. SHA256.HashData(Body)])[..12];

    public byte[] Make()
    {
        byte[] start = [.. Fields(), .. Nonce ?? RightNonce()];
        byte[] header = [.. start, .. LittleEndian(Crc32.Compute(start))];
        if (Cipher == 0)
            return [.. header, .. Body];
        var (encrypted, tag) = (new byte[Body.Length], new byte[16]);
        using var gcm = new AesGcm(Secret, 16);
        gcm.Encrypt(header.AsSpan(16, 12), Body, encrypted, tag, header);
        return [.. header, .. encrypted, .. tag];
    }

    private static byte[] LittleEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private byte[] Fields() =>
    [
        .. Magic, Kind, Cipher, Compression, Flags,
        .. LittleEndian(BodyLength ?? (uint)Body.Length), .. LittleEndian(RawLength ?? (uint)Body.Length),
    ];
}
