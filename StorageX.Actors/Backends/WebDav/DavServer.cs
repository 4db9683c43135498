using System.Net;
using StorageX.Backends.Http;

namespace StorageX.Backends.WebDav;

/// <summary>Asks a WebDAV server, and tells what its answers mean.</summary>
/// <param name="client">A client of <see cref="SafeHttp"/>.</param>
/// <param name="policy">Where requests may go; no redirect is followed.</param>
/// <param name="authorization">The header field that lets the user in; empty for none.</param>
internal sealed class DavServer(HttpClient client, FetchPolicy policy, string authorization)
{
    private static readonly HttpMethod MakeCollection = new("MKCOL");
    private static readonly HttpMethod Move = new("MOVE");

    /// <summary>The answer to a request, redirects too; the caller disposes it.</summary>
    /// <exception cref="BackendException">There was none.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, CancellationToken cancel, Action<HttpRequestMessage>? prepare = null) =>
        await HttpExchange.SendAsync(client, policy with { MaxRedirects = 0 }, to => Prepared(new HttpRequestMessage(method, to), prepare), uri, cancel);

    /// <summary>Asks to give a file another name.</summary>
    /// <param name="from">The file.</param>
    /// <param name="destination">Its name to be, as a URL or as a URL's path (RFC 4918, section 10.3).</param>
    /// <param name="overwrite">Whether what has that name goes.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<HttpResponseMessage> MoveAsync(Uri from, string destination, bool overwrite, CancellationToken cancel) => SendAsync(Move, from, cancel, request =>
    {
        request.Headers.Add("Destination", destination);
        request.Headers.Add("Overwrite", overwrite ? "T" : "F");
    });

    /// <summary>
    /// Makes a folder, or finds that it is there: 405 says so (RFC 4918, section 9.3.1), and from some servers 301, 403, 406, 409, 423 or 500, which
    /// may mean other things too; what is then put into it tells.
    /// </summary>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="BackendException">It cannot be made.</exception>
    public async Task<bool> MakeFolderAsync(Uri folder, CancellationToken cancel)
    {
        using var answer = await SendAsync(MakeCollection, folder, cancel);
        if ((int)answer.StatusCode is not (301 or 403 or 405 or 406 or 409 or 423 or 500))
            await RequireAsync(answer, folder, cancel);
        return answer.StatusCode == HttpStatusCode.Created;
    }

    /// <summary>Whether a file is there, with that many bytes.</summary>
    public async Task<bool> IsThereAsync(Uri file, int length, CancellationToken cancel)
    {
        using var there = await SendAsync(HttpMethod.Head, file, cancel);
        return there.IsSuccessStatusCode && there.Content.Headers.ContentLength == length;
    }

    /// <summary>Requires that an answer says that it was done.</summary>
    /// <exception cref="BackendException">It does not.</exception>
    public static async Task RequireAsync(HttpResponseMessage answer, Uri uri, CancellationToken cancel)
    {
        await RequireWholeAsync(answer, uri, cancel);
        // No WebDAV server answers with a page and 200: whoever stands before it has (RFC 4918, sections 9.3.1, 9.7 and 9.9.4).
        if (answer.StatusCode == HttpStatusCode.OK && WebPage.Is(answer))
            throw new BackendException(BackendErrorKind.Transient, $"{HttpExchange.Shown(uri)}: answers with a web page, as no WebDAV server does");
    }

    /// <summary>Requires that an answer is no failure.</summary>
    /// <exception cref="BackendException">It is one.</exception>
    public static async Task RequireWholeAsync(HttpResponseMessage answer, Uri uri, CancellationToken cancel)
    {
        // 207 is a list of what failed (RFC 4918, sections 9.6.1 and 9.9.4).
        if (answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.MultiStatus)
            return;
        if ((int)answer.StatusCode / 100 == 3 && answer.Headers.Location is { } location && Uri.TryCreate(uri, location, out var next))
            throw new BackendException(BackendErrorKind.Rejected, $"{HttpExchange.Shown(uri)}: {(int)answer.StatusCode}: the server sends on to {HttpExchange.Shown(next)}; {Advice(uri, next)}");
        throw await FailureAsync(answer, uri, cancel);
    }

    // A redirect is never followed: what is sent, and the password with it, were meant for the server that was named.
    private static string Advice(Uri from, Uri to)
    {
        if (!HostName.AreSame(from, to))
            return "set url to where the folder is, if that is the right host: nothing was sent there";
        return from.Scheme == Uri.UriSchemeHttp && to.Scheme == Uri.UriSchemeHttps
            ? $"set url to where it wants to be asked: {HttpExchange.Server(to)}{(from.AbsolutePath == to.AbsolutePath ? ", with the same path" : "")}"
            : "set url to where the folder is";
    }

    /// <summary>The failure that an answer is.</summary>
    public static async Task<BackendException> FailureAsync(HttpResponseMessage answer, Uri uri, CancellationToken cancel) =>
        HttpFailure.Of(answer, await AnswerWords.ReadAsync(answer, cancel), HttpExchange.Shown(uri), fetching: false);

    private HttpRequestMessage Prepared(HttpRequestMessage request, Action<HttpRequestMessage>? prepare)
    {
        if (authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        prepare?.Invoke(request);
        return request;
    }
}
