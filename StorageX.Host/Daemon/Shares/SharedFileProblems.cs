using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StorageX.Host.Daemon.Http;

namespace StorageX.Host.Daemon.Shares;

/// <summary>Why a share's URL gives no file: as a page for a browser, as problem details for all others.</summary>
internal static class SharedFileProblems
{
    private static readonly string[] OfFile =
        [HeaderNames.ContentLength, HeaderNames.ContentRange, HeaderNames.ContentDisposition, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.AcceptRanges];

    /// <summary>The URL leads to nothing.</summary>
    public static IResult Unknown(HttpContext http) =>
        Of(http, StatusCodes.Status404NotFound, "no-such-share", "There is no such share", "this URL leads to no shared file; is it whole?");

    /// <summary>The share has ended.</summary>
    public static IResult Gone(HttpContext http, ShareState state) => Of(http, StatusCodes.Status410Gone, "share-" + ShareViews.Word(state), "The file is no longer shared", state switch
    {
        ShareState.Expired => "its time is over",
        ShareState.UsedUp => "it has been downloaded as often as is allowed",
        _ => "the one who shared it has ended that",
    });

    /// <summary>The request must come again later.</summary>
    public static IResult Busy(HttpContext http, ShareRefusal refusal)
    {
        http.Response.Headers.RetryAfter = "10";
        return Of(http, StatusCodes.Status429TooManyRequests, "share-busy", "The file is being given to others", refusal switch
        {
            ShareRefusal.AllGiven => "as many downloads as are allowed are under way; try again later",
            ShareRefusal.BusyWithYou => "as many downloads as one address may have at once are under way to yours; try again when one has ended",
            _ => "as many downloads as are served at once are under way; try again later",
        });
    }

    /// <summary>The host does not give the file. The error's own words name the host and its images, so they are for the log of the one who shares.</summary>
    public static IResult Unreadable(HttpContext http) =>
        Of(http, StatusCodes.Status502BadGateway, "share-unreadable", "The file cannot be read now", "the host that keeps the file does not give it; try again later");

    private static IResult Of(HttpContext http, int status, string kind, string title, string detail)
    {
        foreach (var name in OfFile)
            http.Response.Headers.Remove(name);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!WantsPage(http.Request))
            return Problems.Of(status, kind, title, detail);
        http.Response.Headers.ContentSecurityPolicy = SharePage.Policy;
        return TypedResults.Content(SharePage.Of(title, detail), "text/html; charset=utf-8", statusCode: status);
    }

    private static bool WantsPage(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality("text/html") is > 0 and var page && page >= Math.Max(Quality("application/json"), Quality("application/problem+json"));

        double Quality(string type) => accepted.Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(range => range.Quality ?? 1).DefaultIfEmpty().Max();
    }
}
