using System.Buffers;
using StorageX.Backends.Http;
using StorageX.Settings;

namespace StorageX.Backends.S3;

/// <summary>A bucket of an S3-compatible store.</summary>
/// <param name="Endpoint">Where the store is; null for Amazon's, by region.</param>
/// <param name="Region">The region that requests are signed for.</param>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">What the names of all images begin with: empty, or with a slash at its end.</param>
/// <param name="PathStyle">Whether the bucket's name stands in the path of URLs; else it stands in the host's name.</param>
/// <param name="Credentials">What lets the user in.</param>
/// <param name="PublicUrl">The URL, with a slash at its end, under which anyone can fetch what is in the bucket; null where nobody can.</param>
/// <param name="MaxBytes">The largest image it takes, in bytes.</param>
internal sealed record S3Settings(
    Uri? Endpoint, string Region, string Bucket, string Prefix, bool PathStyle, S3Credentials Credentials, Uri? PublicUrl, long MaxBytes) : BackendSettings
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/?#%\\@:[] ");

    /// <inheritdoc/>
    public override string Type => "s3";

    /// <inheritdoc/>
    public override string Place => $"s3://{Host}/{Bucket}/{Prefix}";

    /// <summary>The store's host, with its port where it has one of its own.</summary>
    public string Host => Endpoint?.Authority ?? $"s3.{Region}.amazonaws.com";

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Facts =>
    [
        KeyValuePair.Create("region", Region),
        KeyValuePair.Create("bucket's name in", PathStyle ? "the path" : "the host's name"),
        KeyValuePair.Create("lets in by", Credentials.AccessKey.Length > 0 ? "an access key" : "what the environment holds for AWS"),
        .. PublicUrl is { } url ? [KeyValuePair.Create("open to all at", url.AbsoluteUri)] : Array.Empty<KeyValuePair<string, string>>(),
        KeyValuePair.Create("largest image", $"{MaxBytes} bytes"),
    ];

    /// <summary>Reads a section of type <c>s3</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static S3Settings From(SettingsSection section)
    {
        section.RequireOnly("type", "endpoint", "region", "bucket", "prefix", "path-style", "access-key", "secret-key", "public-url", "max-bytes");
        var bucket = section.Text("bucket");
        if (bucket.Length == 0 || bucket.AsSpan().ContainsAny(NotInNames) || bucket.Any(char.IsControl))
            throw section.Wrong("bucket", "the name of a bucket is expected here");
        var endpoint = UrlOf(section, "endpoint");
        if (endpoint is { AbsolutePath: not "/" })
            throw section.Wrong("endpoint", "has a path; the bucket stands under bucket, and what its names begin with under prefix");
        if (endpoint is { HostNameType: UriHostNameType.IPv4 or UriHostNameType.IPv6 } && !section.Switch("path-style", absent: true))
            throw section.Wrong("path-style", "must be on where endpoint is an address: no bucket's name can stand before it");
        var region = section.Text("region", "");
        if (!region.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            throw section.Wrong("region", "a name such as eu-central-1 is expected here");
        var (accessKey, secretKey) = (section.Text("access-key", ""), section.Text("secret-key", ""));
        if (!accessKey.All(char.IsAscii) || accessKey.Concat(secretKey).Any(char.IsControl))
            throw section.Wrong(accessKey.All(char.IsAscii) && !accessKey.Any(char.IsControl) ? "secret-key" : "access-key", "has a line break or another character in it that no key has");
        var prefix = section.Text("prefix", "").Trim('/');
        if (prefix.Split('/').Any(part => part is "." or "..") || prefix.Any(char.IsControl))
            throw section.Wrong("prefix", "names such as a/b are expected here, without . and ..");
        return new S3Settings(
            endpoint,
            region.Length > 0 ? region : "us-east-1",
            bucket,
            prefix.Length > 0 ? prefix + "/" : "",
            section.Switch("path-style", endpoint is not null),
            new S3Credentials(accessKey, secretKey),
            UrlOf(section, "public-url"),
            section.Has("max-bytes") ? section.Whole("max-bytes", 1, (int)DirectoryBackend.LargestImage) : DirectoryBackend.LargestImage);
    }

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) => new S3Backend(name, this);

    private static Uri? UrlOf(SettingsSection section, string key)
    {
        if (section.Text(key, "") is not { Length: > 0 } text)
            return null;
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && WebBackend.HostOf(text) is not null && url is { Query: "", Fragment: "", UserInfo: "" }
            ? url
            : throw section.Wrong(key, "an http or https URL, without query and password, is expected here");
    }
}

/// <summary>What lets a user of an S3-compatible store in; both empty for what the environment holds for AWS.</summary>
/// <param name="AccessKey">The access key's id.</param>
/// <param name="SecretKey">The secret that belongs to it.</param>
internal sealed record S3Credentials(string AccessKey, string SecretKey)
{
    /// <summary>What is missing where only one of the two is there; null where both are, or none.</summary>
    public string? Missing => AccessKey.Length == 0 != (SecretKey.Length == 0)
        ? "only one of access-key and secret-key is there; is the other's environment variable set?"
        : null;

    /// <summary>Nothing that a log could show.</summary>
    public override string ToString() => nameof(S3Credentials);
}
