using System.Net;
using System.Text.RegularExpressions;
using StorageX.Buffers;

namespace StorageX.Backends.Http;

/// <summary>Fetches pictures over HTTP.</summary>
/// <param name="client">A client of <see cref="SafeHttp"/>.</param>
/// <param name="policy">Where redirects may lead.</param>
/// <param name="profile">Header fields and rewrites; none for a host of which nothing is known.</param>
/// <param name="mostBytes">The largest picture that is taken, in bytes.</param>
/// <param name="context">What header fields can ask for beside the picture's URL; null for nothing but the environment.</param>
internal sealed class HttpDownloads(HttpClient client, FetchPolicy policy, ProfileExtensions profile, long mostBytes, Func<SxcuContext>? context = null)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    // What servers answer to HEAD that know only GET, or let in only what asks with GET.
    private static readonly HttpStatusCode[] WithoutHead =
        [HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotAcceptable, HttpStatusCode.NotImplemented];

    /// <summary>The picture's bytes; the caller disposes them.</summary>
    /// <exception cref="BackendException">They could not be had.</exception>
    public async Task<PooledBytes> GetAsync(string locator, CancellationToken cancel)
    {
        using var answer = await AskAsync(HttpMethod.Get, locator, cancel);
        var where = HttpExchange.Shown(answer.RequestMessage!.RequestUri!);
        if (!answer.IsSuccessStatusCode)
            throw HttpFailure.Of(answer, await AnswerWords.ReadAsync(answer, cancel), where, fetching: true);
        if (IsPart(answer))
            throw new BackendException(BackendErrorKind.Corrupt, $"{where}: answers with a part of the picture, although all was asked for");
        var bytes = await HttpBody.ReadAsync(answer, mostBytes, cancel);
        if (!WebPage.Is(answer) && !WebPage.Begins(bytes.Span))
            return bytes;
        bytes.Dispose();
        throw new BackendException(BackendErrorKind.Corrupt, $"{where}: answers with a web page instead of a picture");
    }

    /// <summary>Whether the picture is there.</summary>
    /// <exception cref="BackendException">The host does not tell.</exception>
    public async Task<bool> ExistsAsync(string locator, CancellationToken cancel)
    {
        using var answer = await AskAsync(HttpMethod.Head, locator, cancel);
        // A server that says of an image that it has no bytes does not know how many.
        if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength != 0)
            return !WebPage.Is(answer);
        if (!answer.IsSuccessStatusCode && !WithoutHead.Contains(answer.StatusCode))
        {
            var failure = HttpFailure.Of(answer, "", HttpExchange.Shown(answer.RequestMessage!.RequestUri!), fetching: true);
            return failure.Kind == BackendErrorKind.Lost ? false : throw failure;
        }

        return await IsFetchedAsync(locator, cancel);
    }

    private async Task<bool> IsFetchedAsync(string locator, CancellationToken cancel)
    {
        try
        {
            using var whole = await GetAsync(locator, cancel);
            return true;
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Lost)
        {
            return false;
        }
    }

    private static bool IsPart(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.PartialContent
        && !(answer.Content.Headers.ContentRange is { From: 0, To: { } last, Length: { } length } && last + 1 == length);

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string locator, CancellationToken cancel)
    {
        var url = Rewritten(locator);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            throw new BackendException(BackendErrorKind.Lost, $"{url}: is not a URL");
        var asked = (context?.Invoke() ?? new SxcuContext()) with { Locator = locator };
        try
        {
            return await HttpExchange.SendAsync(client, policy, to => HeaderFields.With(new HttpRequestMessage(method, to), profile.DownloadHeaders, asked), uri, cancel);
        }
        catch (ProfileException error)
        {
            throw new BackendException(BackendErrorKind.Rejected, $"{uri.Host}: the uploader profile's {error.Message}", inner: error);
        }
    }

    private string Rewritten(string locator)
    {
        try
        {
            return profile.DownloadUrl is { } rewrite ? Regex.Replace(locator, rewrite.Pattern, rewrite.Replacement, RegexOptions.None, LongestMatch) : locator;
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new BackendException(BackendErrorKind.Rejected, $"{locator}: the uploader profile's DownloadURL.Pattern takes for ever on it", inner: error);
        }
    }
}
