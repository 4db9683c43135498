using System.Net;

namespace StorageX.Backends.Http;

/// <summary>Sends a request and follows where it is sent on, each step checked, secrets kept from other hosts.</summary>
internal static class HttpExchange
{
    /// <summary>The answer at the end of all redirects, its body not read yet; the caller disposes it. Its request tells the URL.</summary>
    /// <param name="client">A client of <see cref="SafeHttp"/>.</param>
    /// <param name="policy">Where redirects may lead, and how many there may be.</param>
    /// <param name="make">Makes the request anew, with its body, to be sent to that URL.</param>
    /// <param name="uri">The first URL.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BackendException">There was no answer.</exception>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, FetchPolicy policy, Func<Uri, HttpRequestMessage> make, Uri uri, CancellationToken cancel)
    {
        FetchPolicy.Require(uri, from: null);
        var first = uri;
        var bodiless = false;
        for (var redirects = 0; ; redirects++)
        {
            using var request = make(uri);
            if (bodiless)
                (request.Method, request.Content) = (request.Method == HttpMethod.Head ? HttpMethod.Head : HttpMethod.Get, null);
            // Another port of the same host is another server, which may be somebody else's; http to https is the same one.
            if (!uri.Authority.Equals(first.Authority, StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.Clear();
                if (request.Content is not null)
                    throw new BackendException(BackendErrorKind.Rejected, $"{first.Host}: sends the upload on to another host, {uri.Authority}, which it was not meant for");
            }

            var answer = await TryAsync(client, request, cancel);
            if (policy.MaxRedirects == 0 || !IsRedirect(answer.StatusCode) || answer.Headers.Location is not { } location)
                return answer;
            answer.Dispose();
            if (!Uri.TryCreate(uri, location, out var next))
                throw new BackendException(BackendErrorKind.Rejected, $"{first.Host}: sends on to what is no URL");
            if (redirects >= policy.MaxRedirects)
                throw new BackendException(BackendErrorKind.Rejected, $"{first.Host}: sends on more than {policy.MaxRedirects} times");
            FetchPolicy.Require(next, uri);
            bodiless |= LeavesBody(answer.StatusCode, request.Method) && !IsMove(uri, next);
            uri = next;
        }
    }

    /// <summary>A URL for people: without query, credentials and fragment, where secrets are.</summary>
    public static string Shown(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The server of a URL.</summary>
    public static string Server(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    // RFC 9110, sections 15.4.2 to 15.4.4.
    private static bool LeavesBody(HttpStatusCode status, HttpMethod method) =>
        status == HttpStatusCode.SeeOther || (status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found && method == HttpMethod.Post);

    // The same place, with https or without a slash at its end: nothing was uploaded yet, and that is where it belongs.
    private static bool IsMove(Uri from, Uri to) => from.Authority.Equals(to.Authority, StringComparison.OrdinalIgnoreCase) && from != to && PictureUrl.AreSame(from, to);

    private static async Task<HttpResponseMessage> TryAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw HttpFailure.Of(error, Shown(request.RequestUri!));
        }
    }
}
