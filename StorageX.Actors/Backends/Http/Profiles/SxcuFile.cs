using StorageX.Pacing;
using StorageX.Pieces;

namespace StorageX.Backends.Http;

/// <summary>Reads a ShareX custom uploader (<c>.sxcu</c>): one JSON object. Fields that are not known are ignored.</summary>
internal static class SxcuFile
{
    private static readonly Version LastUnreadable = new(12, 3, 1);
    private static readonly Version LastOldSyntax = new(13, 7, 1);
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="ProfileException">It is no uploader, or none that can carry images.</exception>
    public static UploaderProfile Parse(string text)
    {
        var json = ProfileObject.Parse(text);
        var plain = new ProfileObject(json, "", SxcuTemplate.Literal);
        var old = plain.Text("Version") is null ? UnversionedSyntax.IsOld(json, plain) : VersionOf(plain) <= LastOldSyntax;
        var patterns = old ? plain.Texts("RegexList") : [];
        var file = new ProfileObject(json, "", old ? (field, value) => OldSyntax.Parse(field, value, patterns) : SxcuTemplate.Parse);
        RequireImages(file);
        var profile = Read(file);
        RequireAnswers(profile);
        RequireSendable(file, profile);
        return profile;
    }

    private static UploaderProfile Read(ProfileObject file)
    {
        var url = file.Text("RequestURL") ?? throw file.Wrong("RequestURL", "is missing: where does the request go?");
        var body = BodyOf(file);
        var requestUrl = file.Template("RequestURL")!;
        RequireUrl(file, requestUrl);
        return new UploaderProfile
        {
            Name = file.Text("Name") ?? HostOf(url),
            // RequestType is what files without a version call it.
            Method = MethodOf(file, file.Text("RequestMethod") ?? file.Text("RequestType") ?? "POST"),
            RequestUrl = requestUrl,
            Parameters = file.Fields("Parameters"),
            Headers = file.Fields("Headers"),
            Body = body,
            Arguments = file.Fields("Arguments"),
            FileFormName = file.Text("FileFormName") ?? (body == UploadBody.MultipartFormData ? throw file.Wrong("FileFormName", "is missing: what is the form's field for the image called?") : ""),
            Data = file.Text("Data") is { } data ? DataTemplate.Parse("Data", data) : null,
            Url = file.Template("URL") ?? (AnswersByRedirection(file) ? SxcuTemplate.Parse("URL", "{responseurl}") : null),
            ErrorMessage = file.Template("ErrorMessage"),
            Deletion = file.Inner("StorageX")?.Inner("Delete")?.Template("Token") ?? file.Template("DeletionURL"),
            Extensions = file.Inner("StorageX") is { } own ? ReadExtensions(own) : new ProfileExtensions(),
        };
    }

    private static HttpMethod MethodOf(ProfileObject file, string text) =>
        Array.Find(Methods, method => method.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? HttpMethod.Parse(known)
            : throw file.Wrong("RequestMethod", $"\"{text}\" is none of {string.Join(", ", Methods)}");

    private static UploadBody BodyOf(ProfileObject file)
    {
        // Files without a version have no Body: what has the name of a field for the file sends a form.
        if (file.Text("Body") is null && file.Text("Version") is null && file.Text("FileFormName") is { Length: > 0 })
            return UploadBody.MultipartFormData;
        if ((file.Text("Body") ?? "None").Equals("None", StringComparison.OrdinalIgnoreCase))
            throw file.Wrong("Body", "is None: the request would not carry the image; MultipartFormData or Binary do");
        var body = file.Word("Body", UploadBody.MultipartFormData);
        IEnumerable<SxcuTemplate> carriers = body == UploadBody.FormURLEncoded ? file.Fields("Arguments").Select(field => field.Value) : [DataTemplate.Parse("Data", file.Text("Data") ?? "")];
        var carries = body is UploadBody.MultipartFormData or UploadBody.Binary
            || carriers.Any(template => template.Calls.Any(call => call.Function == SxcuFunction.Base64File));
        return carries ? body : throw file.Wrong("Body", $"a body of type {body} carries an image only by {{base64file}} in its {(body == UploadBody.FormURLEncoded ? "Arguments" : "Data")}");
    }

    private static ProfileExtensions ReadExtensions(ProfileObject own)
    {
        var none = new ProfileExtensions();
        var rewrite = own.Inner("DownloadURL");
        var delete = own.Inner("Delete");
        if (own.Whole("MinSide", 1, PieceGeometry.MaxSide) > own.Whole("MaxSide", PieceGeometry.MinSide, int.MaxValue))
            throw own.Wrong("MinSide", "is larger than MaxSide");
        return new ProfileExtensions
        {
            Success = own.Template("Success"),
            SuccessIs = own.Text("SuccessIs"),
            Exists = own.Template("Exists"),
            Limits = new HostLimits
            {
                Permits = (int?)own.Whole("Permits", 1, 1000),
                Budgets = BudgetsOf(own),
            },
            MaxBytes = own.Whole("MaxBytes", 1, HttpBackend.LargestImage) ?? none.MaxBytes,
            MinSide = (int?)own.Whole("MinSide", 1, PieceGeometry.MaxSide) ?? none.MinSide,
            MaxSide = (int?)own.Whole("MaxSide", 16, int.MaxValue) ?? none.MaxSide,
            DownloadHeaders = own.Fields("DownloadHeaders"),
            DownloadHosts = [.. own.Texts("DownloadHosts").Select(text => HostRule.TryParse(text, out _) ? text : throw own.Wrong("DownloadHosts", $"\"{text}\" is no host, such as cdn.example or 192.168.1.5:8080"))],
            DownloadUrl = rewrite is null ? null : new UrlRewrite(
                rewrite.Pattern("Pattern") ?? throw rewrite.Wrong("Pattern", "is missing"), rewrite.Text("Replacement") ?? ""),
            Delete = delete is null ? null : new DeleteRequest(
                MethodOf(delete, delete.Text("RequestMethod") ?? "DELETE"), delete.Template("RequestURL") ?? SxcuTemplate.Parse("StorageX.Delete.RequestURL", "{locator}"), delete.Fields("Headers")),
            Verify = own.Switch("Verify"),
            Answers = own.Map("Answers"),
        };
    }

    private static IReadOnlyList<ImageBudget> BudgetsOf(ProfileObject own)
    {
        var period = TimeSpan.FromSeconds(own.Whole("PeriodSeconds", 1, (long)ImageBudget.LongestPeriod.TotalSeconds) ?? 1);
        ImageBudget[] single = own.Whole("Images", 1, 1_000_000) is { } images ? [new((int)images, period)] : [];
        return [.. single, .. own.Texts("Budgets").Select(text => ImageBudget.Parse(text) ?? throw own.Wrong("Budgets", $"\"{text}\" is no budget such as 20/1h or 30/1d"))];
    }

    private static Version VersionOf(ProfileObject file)
    {
        var text = file.Text("Version")!;
        if (!Version.TryParse(text, out var version))
            throw file.Wrong("Version", $"\"{text}\" is no version such as 14.0.0");
        return version <= LastUnreadable
            ? throw file.Wrong("Version", $"{text} is too old: ShareX itself reads 12.4.0 and later; export it again from a newer one")
            : version;
    }

    /// <summary>Refuses what can be no URL, whatever its functions give.</summary>
    private static void RequireUrl(ProfileObject file, SxcuTemplate url)
    {
        if (url.Calls.Any())
            return;
        var whole = UploadRequest.WithScheme(url.Source);
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var known) || known.Scheme is not ("http" or "https")
            || !(whole == url.Source || known.Host.Contains('.') || !known.IsDefaultPort || known.IsLoopback))
            throw file.Wrong("RequestURL", $"\"{url.Source.Split('?')[0]}\" is no http or https URL of a host");
        if (known.Fragment.Length > 0)
            throw file.Wrong("RequestURL", "has a # in it, and what stands behind one is never sent; write %23 for it");
    }

    private static bool AnswersByRedirection(ProfileObject file) => file.Text("ResponseType")?.Equals("RedirectionURL", StringComparison.OrdinalIgnoreCase) == true;

    private static void RequireImages(ProfileObject file)
    {
        var kinds = (file.Text("DestinationType") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (kinds.Length > 0 && !kinds.Any(kind => kind is "ImageUploader" or "FileUploader" or "None"))
            throw file.Wrong("DestinationType", $"{string.Join(", ", kinds)} takes no images; ImageUploader and FileUploader do");
    }

    private static void RequireSendable(ProfileObject file, UploaderProfile profile)
    {
        foreach (var field in profile.Headers.Concat(profile.Extensions.LateFields))
            HeaderFields.Require(field);
        if (profile.FileFormName.Any(char.IsControl))
            throw file.Wrong("FileFormName", "has a line break or another control character in it, which no form's field can have");
        if (profile.Arguments.FirstOrDefault(argument => argument.Name.Any(char.IsControl)) is { } broken)
            throw new ProfileException(broken.Value.Field, "has a line break or another control character in its name, which no form's field can have");
    }

    private static void RequireAnswers(UploaderProfile profile)
    {
        var without = new[] { profile.RequestUrl, profile.Data, profile.Extensions.Delete?.Url }.OfType<SxcuTemplate>()
            .Concat(profile.Parameters.Concat(profile.Headers).Concat(profile.Arguments).Concat(profile.Extensions.LateFields).Select(field => field.Value));
        foreach (var template in without)
        {
            if (template.Calls.FirstOrDefault(call => call.Function is SxcuFunction.Response or SxcuFunction.ResponseUrl or SxcuFunction.Header
                || (call.Function is SxcuFunction.Json or SxcuFunction.Xml && call.Parameters.Count == 1) || (call.Function == SxcuFunction.Regex && call.Parameters.Count < 3)) is { } late)
                throw new ProfileException(template.Field, $"{{{late.Name}}} asks for the answer, which is not there when this request is made");
        }
    }

    private static string HostOf(string url) =>
        Uri.TryCreate(UploadRequest.WithScheme(url), UriKind.Absolute, out var uri) ? uri.Host : "uploader";
}
