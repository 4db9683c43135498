using System.Text;

namespace StorageX.Backends.Http;

/// <summary>Reads the bytes of an answer as the text that they are.</summary>
internal static class AnswerText
{
    private static readonly Encoding[] Marked = [Encoding.UTF8, new UTF32Encoding(), Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>The text, without a byte order mark; what has none, and no charset that is known, counts as UTF-8.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="charset">The charset that the answer names, if any.</param>
    public static string Of(ReadOnlySpan<byte> bytes, string? charset)
    {
        foreach (var encoding in Marked)
        {
            if (bytes.StartsWith(encoding.Preamble))
                return encoding.GetString(bytes[encoding.Preamble.Length..]);
        }

        return (Named(charset?.Trim(' ', '"', '\'')) ?? Encoding.UTF8).GetString(bytes);
    }

    private static Encoding? Named(string? charset)
    {
        if (string.IsNullOrEmpty(charset))
            return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
