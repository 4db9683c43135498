namespace StorageX.Images.Png;

/// <summary>The constants of a PNG file (PNG third edition, sections 5.2, 5.3 and 11.2).</summary>
internal static class PngFormat
{
    public const int HeaderLength = 13;

    /// <summary>Length, type and checksum of a chunk, without its data.</summary>
    public const int ChunkOverhead = 12;

    /// <summary>Signature, IHDR, and length and type of the IDAT that follows at once in the files written here.</summary>
    public const int FirstData = 8 + ChunkOverhead + HeaderLength + 8;

    /// <summary>A zlib header: deflate, a window of 32 KiB, fastest level, no dictionary (RFC 1950, section 2.2).</summary>
    public const ushort ZlibHeader = 0x7801;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static ReadOnlySpan<byte> Ihdr => "IHDR"u8;

    public static ReadOnlySpan<byte> Plte => "PLTE"u8;

    public static ReadOnlySpan<byte> Idat => "IDAT"u8;

    public static ReadOnlySpan<byte> Iend => "IEND"u8;

    /// <summary>The last chunk, whole.</summary>
    public static ReadOnlySpan<byte> End => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];
}
