using System.Net;
using System.Text;
using StorageX.Backends.Http;
using StorageX.Settings;

namespace StorageX.Backends.WebDav;

/// <summary>A folder on a WebDAV server (RFC 4918).</summary>
/// <param name="Url">The folder's URL, with a slash at its end.</param>
/// <param name="Authorization">The header field that lets the user in; empty where none is needed.</param>
/// <param name="MaxBytes">The largest image it takes, in bytes.</param>
/// <param name="LacksPassword">Whether there is a user, and no password, not even an empty one.</param>
internal sealed record WebDavSettings(Uri Url, string Authorization, long MaxBytes, bool LacksPassword = false) : BackendSettings
{
    /// <summary>The user and the password for a server that asks for a digest of them (RFC 7616); null where there is no user.</summary>
    public ICredentials? Login { get; private init; }

    /// <inheritdoc/>
    public override string Type => "webdav";

    /// <inheritdoc/>
    public override string Place => Url.AbsoluteUri;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Facts =>
    [
        KeyValuePair.Create("lets in by", Authorization.Length == 0 ? "nothing" : Authorization.Split(' ')[0]),
        KeyValuePair.Create("largest image", $"{MaxBytes} bytes"),
    ];

    /// <summary>Reads a section of type <c>webdav</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static WebDavSettings From(SettingsSection section)
    {
        section.RequireOnly("type", "url", "user", "password", "token", "max-bytes");
        var text = section.Text("url");
        var known = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.Query.Length == 0;
        if (known && url!.Fragment.Length > 0)
            throw section.Wrong("url", "has a # in it, and what stands behind one is never sent; write %23 for a # in a folder's name");
        if (!known)
            throw section.Wrong("url", "the http or https URL of a folder is expected here");
        if (url!.UserInfo.Length > 0)
            throw section.Wrong("url", "has a password in it, which would be shown with every key; use user and password");
        var (user, token) = (section.Text("user", ""), section.Text("token", ""));
        if (user.Length > 0 && token.Length > 0)
            throw section.Wrong("token", "stands beside user; a server is asked with one of the two");
        if (!HeaderFields.IsValue(token))
            throw section.Wrong("token", "has a line break or another control character in it");
        if (user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl))
            throw section.Wrong("user", "a name without : and line breaks is expected here (RFC 7617)");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{section.Text("password", "")}"));
        var authorization = token.Length > 0 ? $"Bearer {token}" : user.Length > 0 ? $"Basic {basic}" : "";
        return new WebDavSettings(url, authorization, section.Has("max-bytes") ? section.Whole("max-bytes", 1, (int)DirectoryBackend.LargestImage) : DirectoryBackend.LargestImage, user.Length > 0 && !section.Has("password"))
        {
            Login = user.Length > 0 ? new CredentialCache { { new Uri(url.GetLeftPart(UriPartial.Authority)), "Digest", new NetworkCredential(user, section.Text("password", "")) } } : null,
        };
    }

    /// <inheritdoc/>
    internal override IImageBackend Create(string name) => new WebDavBackend(name, this);
}
