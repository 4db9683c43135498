using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Http;
using StorageX.Host.Daemon.Jobs;
using StorageX.Manifests;

namespace StorageX.Host.Daemon.Shares;

/// <summary>Where shares are made, listed and revoked.</summary>
internal static class ShareEndpoints
{
    private const int LongestName = 255;

    /// <summary>Adds the endpoints.</summary>
    public static void MapShares(this IEndpointRouteBuilder app)
    {
        var shares = app.MapGroup(ApiPaths.Shares).WithTags("shares");
        shares.MapPost("", MakeAsync).WithName("share").WithSummary("Makes a URL that gives a file to whoever has it; only this answer tells it")
            .Accepts<ShareRequest>("application/json").Produces<NewShare>(StatusCodes.Status201Created).WithProblems(400, 404, 413, 415, 422, 429, 507);
        shares.MapGet("", List).WithName("listShares").WithSummary("Lists the shares, the newest first").Produces<ShareList>();
        shares.MapDelete("/{id:long}", Revoke).WithName("revokeShare").WithSummary("Ends a share and the downloads that it is serving, at once")
            .Produces(StatusCodes.Status204NoContent).WithProblems(404, 507);
    }

    private static async Task<IResult> MakeAsync(HttpContext http, ShareBook shares, JobBook jobs, Storage storage, DaemonSettings settings, TimeProvider time)
    {
        if (!JsonBody.IsJson(http.Request))
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not-json", "The body is not JSON", "send application/json");
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.ShareRequest);
        if ((asked.Key is null) == (asked.Job is null))
            return Problems.BadRequest("either \"key\" or \"job\" is needed: the key of the file, or the number of the job that has it");
        if (Defect(asked, time.GetUtcNow()) is { } defect)
            return Problems.Invalid(defect);
        var key = asked.Key;
        if (asked.Job is { } job && (key = jobs.Find(job)?.Key?.Reveal()) is null)
            return Problems.Of(StatusCodes.Status404NotFound, "no-key", "The job has no key yet", $"there is no job {job}, or it has no key; an upload gets it when it is done");
        var manifest = await storage.ReadManifestAsync(key!, http.RequestAborted);
        if (manifest.TreeOffset is not null)
            return Problems.Invalid("the key leads to a folder, and a share gives one file; store the file by itself, or a tar archive of the folder");
        var name = SafeFileName.From(asked.Name ?? manifest.FileName);
        var isNew = shares.TryAdd(
            key!,
            (id, now) => new Share
            {
                Id = id,
                TokenHash = [],
                SealedKey = null,
                Name = name,
                Size = manifest.Size,
                FileCreated = manifest.Created,
                Created = now,
                Expires = asked.Expires?.ToUniversalTime(),
                MaxDownloads = asked.MaxDownloads,
            },
            out var made);
        if (!isNew)
            return Problems.Of(StatusCodes.Status429TooManyRequests, "too-many-shares", "There are too many shares", $"there are {ShareBook.Most} shares; those that have ended are forgotten after 30 days");
        var (share, token) = made!.Value;
        var url = $"{settings.Shares.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}"}{SharedFileEndpoint.Prefix}{token.Reveal()}";
        return TypedResults.Json(new NewShare(share.Id, url, ShareViews.Of(share, ShareState.Open), NoteOn(new Uri(url))), ContractJson.Default.NewShare, statusCode: StatusCodes.Status201Created);
    }

    private static string? NoteOn(Uri url) => Loopback.Is(url)
        ? $"{url.GetLeftPart(UriPartial.Authority)} is this machine itself, so only programs on it can open the link; for others, set storagex.daemon.shares.public-url to the address by which they reach the daemon"
        : null;

    private static JsonHttpResult<ShareList> List(ShareBook shares, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return TypedResults.Json(new ShareList([.. shares.All.Select(share => ShareViews.Of(share, share.StateAt(now)))]), ContractJson.Default.ShareList);
    }

    private static IResult Revoke(long id, ShareBook shares) =>
        shares.Revoke(id) ? TypedResults.NoContent() : Problems.Of(StatusCodes.Status404NotFound, "no-such-share", "There is no such share", $"there is no share {id}");

    private static string? Defect(ShareRequest asked, DateTimeOffset now) => asked switch
    {
        { Expires: { } end } when end <= now => "\"expires\" is over already",
        { MaxDownloads: < 1 or > RequestLimits.MostDownloads } => $"\"maxDownloads\" is 1 to {RequestLimits.MostDownloads}",
        { Name: { Length: > LongestName } } => $"\"name\" has at most {LongestName} characters",
        { Name: { } name } when !SafeFileName.IsName(name) => "\"name\" is no name of a file: it has 1 to 255 bytes of UTF-8 and no '/'",
        _ => null,
    };
}
