using StorageX.Errors;
using StorageX.Files;
using StorageX.Settings;

namespace StorageX.Backends.Http;

/// <summary>A host that takes images over HTTP.</summary>
/// <param name="Profile">How it takes them.</param>
/// <param name="File">The profile's file.</param>
internal sealed record HttpSettings(UploaderProfile Profile, string File) : BackendSettings
{
    /// <inheritdoc/>
    public override string Type => "http";

    /// <inheritdoc/>
    /// <remarks>Without the query, in which a secret may stand.</remarks>
    public override string Place => Answered(Profile.RequestUrl).Split('?')[0];

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Facts =>
    [
        .. new (string Name, string? Value)[]
        {
            ("profile", File),
            ("host", Profile.Name),
            ("request", $"{Profile.Method} {Place}"),
            ("image", Profile.Body == UploadBody.MultipartFormData ? $"form field \"{Profile.FileFormName}\"" : Profile.Body.ToString()),
            ("sent with it", string.Join(", ", Profile.Parameters.Concat(Profile.Headers).Concat(Profile.Arguments).Select(item => item.Name))),
            ("reads", string.Join(", ", Profile.Variables.Select(name => $"{name} ({(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)) ? "not set" : "set")})"))),
            ("private network", string.Join(", ", PrivatePlaces.Of(Profile))),
            ("picture's URL", Profile.Url is { } url ? Answered(url) : "the whole answer"),
            ("pictures on", string.Join(", ", Profile.Extensions.DownloadHosts)),
            ("at once", Profile.Extensions.Limits.Permits?.ToString()),
            ("images", string.Join(", ", Profile.Extensions.Limits.Budgets)),
            ("largest image", $"{Profile.Extensions.MaxBytes} bytes"),
            ("can delete", Profile.Extensions.Delete is null ? "no" : "yes"),
            ("checks each upload", Profile.Extensions.Verify ? "yes" : "no"),
        }.Where(fact => fact.Value is { Length: > 0 }).Select(fact => KeyValuePair.Create(fact.Name, fact.Value!)),
    ];

    private string Answered(SxcuTemplate template) => template.Answered(Profile.Extensions.Answers);

    /// <summary>Reads a section of type <c>http</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be, or the profile is not.</exception>
    internal static HttpSettings From(SettingsSection section)
    {
        section.RequireOnly("type", "profile");
        var path = section.Text("profile");
        return Path.IsPathFullyQualified(path) ? Load(path) : throw section.Wrong("profile", "the absolute path of a .sxcu file is expected here");
    }

    /// <summary>Reads a profile's file.</summary>
    /// <exception cref="SettingsException">It cannot be read, or is no profile; the message names the file.</exception>
    internal static HttpSettings Load(string path)
    {
        try
        {
            return new HttpSettings(SxcuFile.Parse(FileDoor.Text(path)), path);
        }
        catch (Exception error) when (error is ProfileException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: {SystemWords.Of(error)}", error);
        }
    }

    /// <inheritdoc/>
    internal override BackendSettings ForProbe() => this with { Profile = Profile with { Extensions = Profile.Extensions with { Verify = false } } };

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) => new HttpBackend(name, Profile);
}
