using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Http;

/// <summary>Marks an endpoint that answers without a token.</summary>
internal sealed class WithoutToken
{
    public static readonly WithoutToken Instance = new();
}

/// <summary>Marks an endpoint that pages elsewhere may link to.</summary>
internal sealed class FromElsewhere
{
    public static readonly FromElsewhere Instance = new();
}

/// <summary>
/// Lets a request in, or says why not: it must be sent to a name of this daemon (else 421), by no page but its own (else 403),
/// with the token (else 401), and with a body of a size that its endpoint takes (else 413).
/// </summary>
/// <param name="names">The daemon's names.</param>
/// <param name="token">The token.</param>
/// <param name="settings">What bodies may be.</param>
/// <param name="door">Is told who has the token; the <see cref="Visitor"/> is a feature of the request from then on.</param>
internal sealed class Gate(HostNames names, DaemonToken token, DaemonSettings settings, ConnectionDoor door)
{
    /// <summary>Handles one request.</summary>
    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        Guard(http.Response.Headers);
        var visitor = door.Meet(http, HasToken(http.Request));
        http.Features.Set(visitor);
        if (Refusal(http, visitor) is { } refusal)
            await refusal.ExecuteAsync(http);
        else
            await next(http);
    }

    private static void Guard(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private JsonHttpResult<Problem>? Refusal(HttpContext http, Visitor visitor)
    {
        var request = http.Request;
        if (!names.Allow(request.Host.Host, request.Host.Value ?? ""))
            return Problems.Of(StatusCodes.Status421MisdirectedRequest, "foreign-host", "The daemon has no such name", "the Host header names another host; storagex.daemon.hosts allows more");
        var rules = http.GetEndpoint()?.Metadata;
        if (IsFromAnotherPage(request) && !(rules?.GetMetadata<FromElsewhere>() is not null && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))))
            return Problems.Of(StatusCodes.Status403Forbidden, "foreign-page", "Another page may not drive the daemon", "the request comes from a web page that is not the daemon's own");
        if (rules?.GetMetadata<WithoutToken>() is null && !visitor.IsTrusted)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"storagex\"";
            return Problems.Of(StatusCodes.Status401Unauthorized, "no-token", "The token is missing or wrong", $"send \"Authorization: Bearer\" and what stands in the daemon's token file");
        }

        var most = request.Path == ApiPaths.Uploads && !JsonBody.IsJson(request) ? settings.MaxUpload : JsonBody.Most;
        return request.ContentLength > most ? Problems.TooLarge($"{most} bytes are allowed here") : null;
    }

    private static bool IsFromAnotherPage(HttpRequest request) =>
        request.Headers.Origin.Any(origin => !HostNames.IsOwn(origin ?? "", request.Host.Value ?? ""))
        || request.Headers["Sec-Fetch-Site"].Any(site => site is not ("same-origin" or "none"));

    private bool HasToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } text] && AuthenticationHeaderValue.TryParse(text, out var header)
        && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) && header.Parameter is { } presented && token.Is(presented);
}
