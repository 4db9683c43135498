using System.Text.RegularExpressions;
using StorageX.Errors;

namespace StorageX.Backends.Http;

/// <summary>Tells a picture's URL from what else a host may answer in its place.</summary>
internal static partial class PictureUrl
{
    private const int Longest = 8192;

    /// <summary>The URL as it is fetched; null where the text is none that a picture can have.</summary>
    /// <param name="text">The text.</param>
    /// <param name="answer">The answer that it was read from.</param>
    public static string? Of(string text, HostAnswer answer)
    {
        var isWhole = text.Trim() == answer.Body.Trim();
        text = text.Trim();
        // A URL out of another one's query is percent-encoded, its colon too.
        if (text.StartsWith("http%3A", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https%3A", StringComparison.OrdinalIgnoreCase))
            text = Uri.UnescapeDataString(text);
        if (text.Any(character => char.IsControl(character) || character is '<' or '>' or '"' || (isWhole && char.IsWhiteSpace(character))))
            return null;
        if (WebBackend.HostOf(text) is not { Length: > 0 } || new Uri(text) is not { AbsoluteUri: { Length: <= Longest } url } uri)
            return null;
        return IsNoPicture(uri) ? null : url;
    }

    /// <summary>Whether two URLs are answered by the same place: all but the fragment is the same, whatever the scheme and a slash at the end.</summary>
    public static bool AreSame(Uri one, Uri other) =>
        one.Authority.Equals(other.Authority, StringComparison.OrdinalIgnoreCase)
        && one.AbsolutePath.TrimEnd('/') == other.AbsolutePath.TrimEnd('/')
        && one.Query.TrimStart('?') == other.Query.TrimStart('?');

    // The site itself; what sites call their pages for guests and for errors; a name without anything before its extension; and what a key cannot be made of.
    private static bool IsNoPicture(Uri uri) => (uri.AbsolutePath == "/" && uri.Query.Length <= 1) || PageName().IsMatch(uri.AbsolutePath) || SecretText.IsIn(uri.AbsoluteUri);

    [GeneratedRegex(@"/(log-?in|sign-?in|sign-?up|register|captcha|error|not-?found|forbidden|maintenance|removed|deleted|placeholder|40[0-9]|50[0-9]|null|undefined)(\.[a-z]{1,5})?/?$|/\.(png|jpe?g|gif|webp|bmp)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PageName();
}
