using StorageX.Pacing;

namespace StorageX.Backends.Http;

/// <summary>How the bytes of an image travel in a request.</summary>
internal enum UploadBody
{
    /// <summary>As a part of multipart/form-data (RFC 7578).</summary>
    MultipartFormData,

    /// <summary>As the body itself.</summary>
    Binary,

    /// <summary>In Base64, as a value of a form.</summary>
    FormURLEncoded,

    /// <summary>In Base64, in a JSON text.</summary>
    JSON,

    /// <summary>In Base64, in an XML text.</summary>
    XML,
}

/// <summary>A name and the template of its value.</summary>
internal sealed record ProfileField(string Name, SxcuTemplate Value);

/// <summary>How to upload to a host and where the URL is in its answer: an uploader file, read and checked.</summary>
internal sealed record UploaderProfile
{
    /// <summary>What the host is called.</summary>
    public required string Name { get; init; }

    /// <summary>GET, POST, PUT, PATCH or DELETE.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Where the request goes.</summary>
    public required SxcuTemplate RequestUrl { get; init; }

    /// <summary>What is added to its query.</summary>
    public IReadOnlyList<ProfileField> Parameters { get; init; } = [];

    /// <summary>The request's header fields.</summary>
    public IReadOnlyList<ProfileField> Headers { get; init; } = [];

    /// <summary>How the image travels.</summary>
    public required UploadBody Body { get; init; }

    /// <summary>The form's fields beside the image.</summary>
    public IReadOnlyList<ProfileField> Arguments { get; init; } = [];

    /// <summary>The name of the image's part in a multipart form.</summary>
    public string FileFormName { get; init; } = "";

    /// <summary>A JSON or XML body.</summary>
    public SxcuTemplate? Data { get; init; }

    /// <summary>The picture's URL in the answer; null where the answer is the URL.</summary>
    public SxcuTemplate? Url { get; init; }

    /// <summary>What the host says when it refuses.</summary>
    public SxcuTemplate? ErrorMessage { get; init; }

    /// <summary>What deletes the picture, in the answer: a URL that is visited, or what <c>{deletion}</c> gives; null where the host gives nothing.</summary>
    public SxcuTemplate? Deletion { get; init; }

    /// <summary>What only StorageX reads.</summary>
    public ProfileExtensions Extensions { get; init; } = new();

    /// <summary>The environment variables that it reads, each once. Their names stand in it as they are: none is put together.</summary>
    public IEnumerable<string> Variables => VariablesOf(Calls);

    /// <summary>Those of them that stand in header fields.</summary>
    public IEnumerable<string> VariablesInHeaders => VariablesOf(Headers.Concat(Extensions.LateFields).SelectMany(header => header.Value.Calls));

    private static IEnumerable<string> VariablesOf(IEnumerable<SxcuCall> calls) => calls.Where(call => call.Function == SxcuFunction.Environment)
        .Select(call => call.Parameters[0].Render(new SxcuContext())).Distinct();

    /// <summary>Questions that the uploader asks its user, by title.</summary>
    public IEnumerable<string> Questions => Calls.Where(call => call.Function == SxcuFunction.Ask).Select(SxcuFunctions.TitleOf).Distinct();

    /// <summary>Those of them that have no answer yet, and cannot do without.</summary>
    public IEnumerable<string> OpenQuestions => Calls
        .Where(call => call.Function == SxcuFunction.Ask && SxcuFunctions.DefaultOf(call) is null)
        .Select(SxcuFunctions.TitleOf).Where(title => !Extensions.Answers.ContainsKey(title)).Distinct();

    private IEnumerable<SxcuCall> Calls => new[] { RequestUrl, Data, Url, ErrorMessage, Deletion }.OfType<SxcuTemplate>()
        .Concat(Parameters.Concat(Headers).Concat(Arguments).Select(item => item.Value)).Concat(Extensions.Templates)
        .SelectMany(template => template.Calls);
}

/// <summary>The keys under <c>"StorageX"</c> in an uploader file, which other programs ignore.</summary>
internal sealed record ProfileExtensions
{
    /// <summary>Tells a success from a failure that HTTP calls a success; null where HTTP is right.</summary>
    public SxcuTemplate? Success { get; init; }

    /// <summary>What <see cref="Success"/> must be; null for anything but nothing, false and 0.</summary>
    public string? SuccessIs { get; init; }

    /// <summary>The URL of the same image, in an answer that refuses to keep it twice.</summary>
    public SxcuTemplate? Exists { get; init; }

    /// <summary>What the host allows.</summary>
    public HostLimits Limits { get; init; } = HostLimits.None;

    /// <summary>The largest image, in bytes.</summary>
    public long MaxBytes { get; init; } = HttpBackend.LargestImage;

    /// <summary>The smallest side of an image, in pixels.</summary>
    public int MinSide { get; init; } = 1;

    /// <summary>The largest side of an image, in pixels.</summary>
    public int MaxSide { get; init; } = int.MaxValue;

    /// <summary>Header fields for fetching pictures.</summary>
    public IReadOnlyList<ProfileField> DownloadHeaders { get; init; } = [];

    /// <summary>Where pictures are, as <see cref="HostRule"/> reads it; when none, where the request goes.</summary>
    public IReadOnlyList<string> DownloadHosts { get; init; } = [];

    /// <summary>Those that name a port: they are one server each, which may be inside a private network.</summary>
    public IEnumerable<string> ServersOfPictures => DownloadHosts.Where(text => HostRule.TryParse(text, out var rule) && rule.Port is not null);

    /// <summary>How the URL that is fetched follows from the picture's; null where it is the same.</summary>
    public UrlRewrite? DownloadUrl { get; init; }

    /// <summary>How a picture is deleted; null where it cannot be.</summary>
    public DeleteRequest? Delete { get; init; }

    /// <summary>Whether each picture is fetched and compared before its upload counts.</summary>
    public bool Verify { get; init; }

    /// <summary>The answers to questions that the uploader asks, by title.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>All texts with functions in it.</summary>
    public IEnumerable<SxcuTemplate> Templates => new[] { Success, Exists, Delete?.Url }.OfType<SxcuTemplate>().Concat(LateFields.Select(item => item.Value));

    /// <summary>The header fields of the requests that follow an upload, when its answer is long gone.</summary>
    public IEnumerable<ProfileField> LateFields => DownloadHeaders.Concat(Delete?.Headers ?? []);
}

/// <summary>A regular expression, and what replaces what it finds in a picture's URL.</summary>
internal sealed record UrlRewrite(string Pattern, string Replacement);

/// <summary>The request that deletes a picture; <c>{locator}</c> in it is the picture's URL, <c>{deletion}</c> what the host gave with it.</summary>
internal sealed record DeleteRequest(HttpMethod Method, SxcuTemplate Url, IReadOnlyList<ProfileField> Headers)
{
    /// <summary>Whether it needs what the host gave with the picture.</summary>
    public bool NeedsDeletion => Headers.Select(header => header.Value).Append(Url).SelectMany(template => template.Calls).Any(call => call.Function == SxcuFunction.Deletion);
}
