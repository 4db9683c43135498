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
        var succeeded = read.IsSuccess && Succeeded(context);
        if (succeeded && Found(context) is { } url)
            return url;
        if (profile.Extensions.Exists is { } exists && PictureUrl.Of(Try(exists, context with { MustFind = true }), read) is { } same)
            return same;
        var words = Words(context);
        if (!read.IsSuccess)
            throw HttpFailure.Of(answer, words, where, fetching: false);
        var isLimit = HttpFailure.SpeaksOfLimits(words);
        throw succeeded
            ? new BackendException(
                isLimit ? BackendErrorKind.Throttled : BackendErrorKind.Transient,
                $"{where}: no URL of a picture is where the profile looks for it ({profile.Url?.Field ?? "the answer"}); the host said: {(words.Length > 0 ? words : "nothing")}")
            : new BackendException(isLimit ? BackendErrorKind.Throttled : BackendErrorKind.Rejected, $"{where}: {words}") { MayPass = !isLimit };
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

    private string? Found(SxcuContext context)
    {
        var read = context.Answer!;
        var said = profile.Url is null ? read.Body : Try(profile.Url, context with { MustFind = true }, Uri.EscapeDataString);
        return PictureUrl.Of(said, read) is { } url && !IsTheAnswersOwn(new Uri(url), read) && !ShowsFailure(read) ? url : null;
    }

    // The address that took the upload, unless an image is put where it is fetched; and the page that answered.
    private bool IsTheAnswersOwn(Uri url, HostAnswer read)
    {
        if (profile.Method != HttpMethod.Put && Uri.TryCreate(read.Asked, UriKind.Absolute, out var asked)
            && (PictureUrl.AreSame(url, asked) || PictureUrl.AreSame(url, new Uri(asked.GetLeftPart(UriPartial.Path)))))
            return true;
        return read.IsPage && profile.Extensions.DownloadUrl is null && Uri.TryCreate(read.Url, UriKind.Absolute, out var page) && PictureUrl.AreSame(url, page);
    }

    // A profile that says how to tell is believed.
    private bool ShowsFailure(HostAnswer read)
    {
        if (profile.Extensions.Success is not null)
            return false;
        var ignoresAnswer = profile.Url is { } template && !template.Calls.Any(call => call.ReadsAnswer);
        return AnswerVerdict.IsFailure(read.Body) || (ignoresAnswer && WebPage.Begins(read.Body));
    }

    private string Words(SxcuContext context)
    {
        var words = profile.ErrorMessage is { } message ? Try(message, context).Trim() : "";
        if (words.Length == 0)
            words = context.Answer!.Body.Trim();
        return words.Length > LongestWords ? words[..LongestWords] : words;
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
