using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;
using StorageX.Manifests;

namespace StorageX.Host.Daemon.Http;

/// <summary>Where jobs are submitted.</summary>
internal static class SubmissionEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSubmissions(this IEndpointRouteBuilder app)
    {
        app.MapPost(ApiPaths.Uploads, UploadAsync).WithName("upload").WithSummary("Submits an upload: of a path as JSON, or of the body itself, with any other content type")
            .Accepts<UploadRequest>(isOptional: true, "application/json", ApiDocument.Anything).ProducesJob(403).AddOpenApiOperationTransformer(ApiDocument.DescribeUpload);
        app.MapPost(ApiPaths.Downloads, DownloadAsync).WithName("download").WithSummary("Submits a download to a path")
            .Accepts<DownloadRequest>("application/json").ProducesJob(403);
    }

    private static async Task<IResult> UploadAsync(HttpContext http, JobDesk desk, Spool spool, PathRoots roots, StorageXSettings settings, Ending ending)
    {
        if (http.Request.HasFormContentType && http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "multipart", "A form is no file", "send the file itself as the body, as application/octet-stream");
        return JsonBody.IsJson(http.Request)
            ? await UploadPathAsync(http, desk, roots, settings)
            : await UploadBodyAsync(http, desk, spool, settings, ending);
    }

    private static async Task<IResult> UploadPathAsync(HttpContext http, JobDesk desk, PathRoots roots, StorageXSettings settings)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.UploadRequest);
        if (asked.Path is not { Length: > 0 })
            return Problems.BadRequest("\"path\" is missing: the file's absolute path");
        if (Defect(asked, settings) is { } defect)
            return Problems.Invalid(defect);
        var path = roots.Require(asked.Path);
        long size;
        await using (var file = roots.OpenSource(path))
            size = file.Length;
        var order = OrderOf(asked) with { Path = path, Name = asked.Name ?? Path.GetFileName(path) };
        return await Submission.SubmitAsync(http, desk, order, asked.Priority, null, size, JsonSerializer.Serialize(asked, ContractJson.Default.UploadRequest));
    }

    private static async Task<IResult> UploadBodyAsync(HttpContext http, JobDesk desk, Spool spool, StorageXSettings settings, Ending ending)
    {
        if (!QueryValues.TryRead(http.Request.Query, out var asked, out var mistake))
            return Problems.BadRequest(mistake);
        if (Defect(asked, settings) is { } defect)
            return Problems.Invalid(defect);
        if (http.Request.ContentLength is { } announced && !spool.HasRoom(announced))
            return Problems.Of(StatusCodes.Status507InsufficientStorage, "disk", "The disk does not take it", "the data directory's disk has no room for the file");
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = spool.MostBytes;
        // An answer would be sent only when the rest of the body has come.
        await using var ended = ending.Token.Register(http.Abort);
        var (file, length, digest) = await spool.TakeAsync(http.Request.Body, http.RequestAborted);
        var kept = false;
        try
        {
            var order = OrderOf(asked) with { Spool = file, Name = asked.Name ?? "upload" };
            var answer = await Submission.SubmitAsync(http, desk, order, asked.Priority, null, length, JsonSerializer.Serialize(asked, ContractJson.Default.UploadRequest) + digest);
            kept = answer is Submission { IsNew: true };
            return answer;
        }
        finally
        {
            if (!kept)
                spool.Delete(file);
        }
    }

    private static async Task<IResult> DownloadAsync(HttpContext http, JobDesk desk, PathRoots roots)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.DownloadRequest);
        if (asked.Key is not { Length: > 0 } || asked.Path is not { Length: > 0 })
            return Problems.BadRequest("\"key\" and \"path\" are needed: what to download, and where to, as an absolute path");
        if (asked.MaxSize < 0 || !Submission.IsPriority(asked.Priority))
            return Problems.Invalid($"\"maxSize\" is 0 or more, \"priority\" {RequestLimits.LeastPriority} to {RequestLimits.MostPriority}");
        ShareKey.Parse(asked.Key);
        using (var target = roots.OpenTarget(asked.Path))
            target.RequireFree(asked.Overwrite);
        var order = new JobOrder
        {
            Kind = JobKind.Download,
            Path = Path.GetFullPath(asked.Path),
            Overwrite = asked.Overwrite,
            MaxSize = asked.MaxSize,
            Staging = $".storagex-{Guid.NewGuid():n}",
        };
        return await Submission.SubmitAsync(http, desk, order, asked.Priority, new HiddenText(asked.Key), null, JsonSerializer.Serialize(asked, ContractJson.Default.DownloadRequest));
    }

    private static JobOrder OrderOf(UploadRequest asked) => new()
    {
        Kind = JobKind.Upload,
        To = asked.To,
        Copies = asked.Copies,
        Parity = asked.Parity,
        Format = asked.Format,
        Public = asked.Public,
        PrivatePieces = asked.PrivatePieces,
        Recheck = asked.Recheck,
        Width = asked.Width,
        Height = asked.Height,
    };

    private static string? Defect(UploadRequest asked, StorageXSettings settings) => asked switch
    {
        _ when HostDefects.Of(asked.To, asked.Copies, asked.Parity, settings) is { } defect => defect,
        { Format: not (null or 1 or 2) } => "\"format\" is 1 or 2",
        { Public: true, PrivatePieces: true } => "pieces are either public or private, not both",
        { Width: < StorageXSettings.MinSide or > StorageXSettings.MaxSide } or { Height: < StorageXSettings.MinSide or > StorageXSettings.MaxSide } =>
            $"\"width\" and \"height\" are {StorageXSettings.MinSide} to {StorageXSettings.MaxSide}",
        { Name: { } name } when !SafeFileName.IsName(name) => "\"name\" is no name of a file: it has 1 to 255 bytes of UTF-8 and no '/'",
        _ when !Submission.IsPriority(asked.Priority) => Submission.PriorityDefect,
        _ => null,
    };
}
