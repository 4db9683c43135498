namespace StorageX.Backends.Http;

/// <summary>Reads the picture's URL, or what went wrong, out of a host's answer.</summary>
/// <param name="profile">The profile.</param>
internal sealed class UploadAnswer(UploaderProfile profile)
{
    private const int LongestWords = 200;

    /// <summary>The picture's URL.</summary>
    /// <param name="answer">The answer as it came, for its status and header fields.</param>
    /// <param name="context">The image, with the answer that has been read.</param>
    /// <param name="where">The host, for errors.</param>
    /// <exception cref="BackendException">The host refused, or gave no URL.</exception>
    public string UrlOf(HttpResponseMessage answer, SxcuContext context, string where)
    {
        var read = context.Answer!;
        if (read.IsSuccess && Succeeded(context))
            return Located(context, profile.Url is null ? read.Body.Trim() : Try(profile.Url, context, Uri.EscapeDataString), where);
        if (profile.Extensions.Exists is { } exists && AsUrl(Try(exists, context)) is { } same)
            return same;
        var words = profile.ErrorMessage is { } message ? Try(message, context) : "";
        if (words.Length == 0)
            words = read.Body.Trim();
        words = words.Length > LongestWords ? words[..LongestWords] : words;
        if (!read.IsSuccess)
            throw HttpFailure.Of(answer, words, where, fetching: false);
        throw new BackendException(
            HttpFailure.SpeaksOfLimits(words) ? BackendErrorKind.Throttled : BackendErrorKind.Rejected, $"{where}: {words}");
    }

    private bool Succeeded(SxcuContext context)
    {
        if (profile.Extensions.Success is not { } success)
            return true;
        var said = Try(success, context);
        return profile.Extensions.SuccessIs is { } expected
            ? said.Equals(expected, StringComparison.OrdinalIgnoreCase)
            : said.Length > 0 && said != "0" && !said.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    private string Located(SxcuContext context, string said, string where)
    {
        if (AsUrl(said) is { } url)
            return url;
        var shown = context.Answer!.Body.Trim();
        throw new BackendException(
            BackendErrorKind.Transient,
            $"{where}: no URL of a picture is where the profile looks for it ({profile.Url?.Field ?? "the answer"}); the host said: {(shown.Length > LongestWords ? shown[..LongestWords] : shown)}");
    }

    // A URL out of another one's query is percent-encoded, its colon too.
    private static string? AsUrl(string text)
    {
        text = text.Trim();
        if (text.StartsWith("http%3A", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https%3A", StringComparison.OrdinalIgnoreCase))
            text = Uri.UnescapeDataString(text);
        return WebBackend.HostOf(text) is null ? null : new Uri(text).AbsoluteUri;
    }

    // An answer that is not what the profile expects gives nothing, which then fails with the host's own words.
    private static string Try(SxcuTemplate template, SxcuContext context, Func<string, string>? encode = null)
    {
        try
        {
            return template.Render(context, encode);
        }
        catch (ProfileException)
        {
            return "";
        }
    }
}
