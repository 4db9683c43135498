using System.Text;

namespace StorageX.Backends.Http;

/// <summary>Tells web pages from pictures and from what programs answer.</summary>
internal static class WebPage
{
    /// <summary>Whether an answer says of itself that it is one.</summary>
    public static bool Is(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is "text/html" or "application/xhtml+xml";

    /// <summary>Whether bytes begin like one.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.TrimStart(" \t\r\n\uFEFF"u8);
        return StartsWith(start, "<!doctype html"u8) || StartsWith(start, "<html"u8);
    }

    /// <summary>Whether a text begins like one.</summary>
    public static bool Begins(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word) =>
        bytes.Length >= word.Length && Ascii.EqualsIgnoreCase(bytes[..word.Length], word);
}
