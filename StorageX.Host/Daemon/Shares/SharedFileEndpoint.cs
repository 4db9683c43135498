using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
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
        app.MapMethods(Prefix + "{**token}", [HttpMethods.Get, HttpMethods.Head], GiveAsync).WithTags("shares").WithName("sharedFile").WithSummary("Gives a shared file, or a range of it")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Produces(StatusCodes.Status206PartialContent, contentType: "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified).Produces(StatusCodes.Status412PreconditionFailed).Produces(StatusCodes.Status416RangeNotSatisfiable)
            .WithProblems(404, 410, 429, 502).AllowWithoutToken().AllowFromElsewhere();

    private static async Task<IResult> GiveAsync(
        string? token, HttpContext http, ShareBook shares, OpenShares files, Ending ending, DaemonSettings settings, TimeProvider time, ShareLog log)
    {
        if (ShareToken.Parse(token ?? "") is not { } opened || shares.Find(opened) is not { } share)
            return SharedFileProblems.Unknown(http);
        if (share.StateAt(time.GetUtcNow()) is not ShareState.Open and var state)
            return SharedFileProblems.Gone(http, state);
        var visitor = http.Features.GetRequiredFeature<Visitor>();
        await using var stream = new SharedStream(files, opened.Open(share.SealedKey!), share, bytes => shares.Begin(share.Id, bytes, visitor), http, settings.Shares.StallTimeout, time);
        await using var ended = ending.Token.Register(http.Abort);
        try
        {
            await SendAsync(http, share, stream);
        }
        catch (ShareRefusedException error)
        {
            return error.Refusal == ShareRefusal.Ended
                ? SharedFileProblems.Gone(http, shares.Find(opened)?.StateAt(time.GetUtcNow()) ?? ShareState.Revoked)
                : SharedFileProblems.Busy(http, error.Refusal);
        }
        catch (TransferException error)
        {
            log.Unreadable(share.Id, error.Kind);
            if (http.Response.HasStarted)
                http.Abort();
            else
                return SharedFileProblems.Unreadable(http);
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
        // A range in a unit that nobody knows is ignored (RFC 9110, section 14.2), which ASP.NET Core does not.
        if (!http.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            http.Request.Headers.Remove(HeaderNames.Range);
        // The stream has a limit of its own, for which a reader that was quick before gets no credit.
        http.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate = null;
        return TypedResults.Stream(stream, type, lastModified: share.FileCreated ?? share.Created, entityTag: SharedFileHeaders.Tag(share), enableRangeProcessing: true).ExecuteAsync(http);
    }
}
