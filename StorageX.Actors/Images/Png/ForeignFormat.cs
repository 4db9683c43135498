using System.Buffers.Binary;

namespace StorageX.Images.Png;

/// <summary>Says what a file is that is no PNG, so that the user learns what the host did.</summary>
internal static class ForeignFormat
{
    /// <summary>A clause for a message; it quotes nothing of the file.</summary>
    public static string Describe(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return "an empty file instead of a picture";
        if (PngFormat.Signature.StartsWith(file))
            return $"a PNG cut short after {file.Length} bytes";
        if (file.Length > 4 && file[1..].StartsWith("PNG"u8))
            return "a PNG whose first bytes were damaged, as by a transfer that converts line ends";
        return Picture(file) ?? Document(file) ?? "not a picture of a known kind";
    }

    private static string? Picture(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "a JPEG image; the host re-encodes with loss";
        if (file.Length >= 16 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return file[12..].StartsWith("VP8 "u8) ? "a WebP image; the host re-encodes with loss" : "a WebP image; the host re-encodes";
        if (file.StartsWith("GIF8"u8))
            return "a GIF image; the host re-encodes";
        if (file.Length >= 14 && file.StartsWith("BM"u8))
            return "a BMP image; the host re-encodes";
        if (file.StartsWith("8BPS"u8))
            return "a PSD image; the host re-encodes";
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
            return "a TIFF image; the host re-encodes";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || (file.Length > 8 && file[4..].StartsWith("JXL "u8)))
            return "a JPEG XL image; the host re-encodes";
        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8))
            return IsoMedia(file[8..12]);
        return file.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) ? "an ICO image; the host re-encodes" : null;
    }

    private static string IsoMedia(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("avi"u8))
            return "an AVIF image; the host re-encodes";
        return brand.StartsWith("hei"u8) || brand.StartsWith("mif"u8) ? "a HEIC image; the host re-encodes" : "a video";
    }

    private static string? Document(ReadOnlySpan<byte> file)
    {
        if (BinaryPrimitives.TryReadUInt16BigEndian(file, out var magic) && magic == 0x1F8B)
            return "a gzip file: compressed on its way, and not unpacked";
        if (file.StartsWith("%PDF"u8))
            return "a PDF document";
        if (file.StartsWith("PK\x03\x04"u8))
            return "a ZIP archive";

        var text = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file;
        text = text.TrimStart(" \t\r\n"u8);
        Span<char> head = stackalloc char[16];
        var length = 0;
        foreach (var b in text[..Math.Min(text.Length, head.Length)])
            head[length++] = char.ToLowerInvariant((char)b);
        ReadOnlySpan<char> start = head[..length];
        if (start.StartsWith("<!doctype html") || start.StartsWith("<html") || start.StartsWith("<head") || start.StartsWith("<!--"))
            return "an HTML page instead of a picture";
        if (start.StartsWith("<svg"))
            return "an SVG drawing instead of a picture";
        if (start.StartsWith("<?xml"))
            return "an XML document instead of a picture";
        return start.StartsWith("{") || start.StartsWith("[") ? "a JSON document instead of a picture" : null;
    }
}
