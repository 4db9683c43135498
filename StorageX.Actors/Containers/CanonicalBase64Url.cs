using System.Buffers;
using System.Buffers.Text;

namespace StorageX.Containers;

/// <summary>
/// base64url (RFC 4648, section 5) without padding, read strictly: one text for the same bytes, so that two texts that
/// look different never mean the same secret.
/// </summary>
internal static class CanonicalBase64Url
{
    /// <summary>Decodes text of exactly the length that <paramref name="bytes"/> takes.</summary>
    /// <returns>False when a character is missing, added or foreign, or bits that carry nothing are not zero.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length) || text.ContainsAny(" \t\r\n="))
            return false;
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length)
            return false;
        Span<char> again = stackalloc char[text.Length];
        return Base64Url.TryEncodeToChars(bytes, again, out _) && text.SequenceEqual(again);
    }
}
