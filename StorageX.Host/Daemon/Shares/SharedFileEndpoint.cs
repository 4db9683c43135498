using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Http;

namespace StorageX.Host.Daemon.Shares;

/// <summary>
/// The one place that gives something to whoever asks: the file of a share, decrypted on its way, with ranges and conditions
/// (RFC 9110, sections 13 and 14). A request for several ranges gets the whole file.
/// </summary>
internal static class SharedFileEndpoint
{
    /// <summary>What a share's URL begins with, before its token.</summary>
    public const string Prefix = "/s/";

    /// <summary>Adds the endpoint.</summary>
    public static void MapSharedFiles(this IEndpointRouteBuilder app) =>
        app.MapMethods(Prefix + "{token}", [HttpMethods.Get, HttpMethods.Head], GiveAsync).WithTags("shares").WithName("sharedFile").WithSummary("Gives a shared file, or a range of it")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Produces(StatusCodes.Status206PartialContent, contentType: "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified).Produces(StatusCodes.Status412PreconditionFailed).Produces(StatusCodes.Status416RangeNotSatisfiable)
            .WithProblems(404, 410, 429, 502).AllowWithoutToken().AllowFromElsewhere();

    private static async Task<IResult> GiveAsync(string token, HttpContext http, ShareBook shares, OpenShares files, Ending ending, ShareLog log)
    {
        if (ShareToken.Parse(token) is not { } opened || shares.Find(opened) is not { } share)
            return Problems.Of(StatusCodes.Status404NotFound, "no-such-share", "There is no such share", "this URL leads to no shared file; is it whole?");
        var (count, until) = SharedFileHeaders.PartOf(http.Request, share.Size);
        using var visit = shares.TryBegin(share.Id, HttpMethods.IsHead(http.Request.Method) ? 0 : count, out var state);
        if (state != ShareState.Open)
            return Problems.Of(StatusCodes.Status410Gone, "share-" + ShareViews.Word(state), "The file is no longer shared", Reason(state));
        if (visit is null)
        {
            http.Response.Headers.RetryAfter = "10";
            return Problems.Of(StatusCodes.Status429TooManyRequests, "share-busy", "The file is being given to others", "as many downloads as are allowed are under way; try again later");
        }

        await using var stream = new SharedStream(files, opened.Open(share.SealedKey!), visit, until);
        await using var revoked = visit.Revoked.Register(http.Abort);
        await using var ended = ending.Token.Register(http.Abort);
        try
        {
            await SendAsync(http, share, stream);
        }
        catch (TransferException error)
        {
            log.Unreadable(share.Id, error.Kind);
            if (http.Response.HasStarted)
                http.Abort();
            else
                return Unreadable(http);
        }

        return TypedResults.Empty;
    }

    private static Task SendAsync(HttpContext http, Share share, SharedStream stream)
    {
        var type = SharedFileHeaders.TypeOf(share.Name);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = SharedFileHeaders.Policy;
        headers.CacheControl = "private, no-cache";
        headers.ContentDisposition = SharedFileHeaders.Disposition(share.Name, type);
        return TypedResults.Stream(stream, type, lastModified: share.FileCreated ?? share.Created, entityTag: SharedFileHeaders.Tag(share), enableRangeProcessing: true).ExecuteAsync(http);
    }

    /// <summary>The error's own words name the host and its images, so they are for the log of the one who shares.</summary>
    private static JsonHttpResult<Problem> Unreadable(HttpContext http)
    {
        foreach (var name in new[] { HeaderNames.ContentLength, HeaderNames.ContentRange, HeaderNames.ContentDisposition, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.AcceptRanges })
            http.Response.Headers.Remove(name);
        return Problems.Of(StatusCodes.Status502BadGateway, "share-unreadable", "The file cannot be read now", "the host that keeps the file does not give it; try again later");
    }

    private static string Reason(ShareState state) => state switch
    {
        ShareState.Expired => "its time is over",
        ShareState.UsedUp => "it has been downloaded as often as is allowed",
        _ => "the one who shared it has ended that",
    };
}
