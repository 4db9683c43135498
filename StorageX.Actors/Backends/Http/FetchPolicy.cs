namespace StorageX.Backends.Http;

/// <summary>Where requests may go. What a manifest or a redirect names is checked against it, and every address once more when the connection is made.</summary>
internal sealed record FetchPolicy
{
    /// <summary>Servers that may have any address, because the configuration names them: scheme, host and port are all that counts of each.</summary>
    public IReadOnlyList<Uri> Origins { get; init; } = [];

    /// <summary>Hosts that may have any address, as a <see cref="HostRule"/> reads them.</summary>
    public IReadOnlyList<string> TrustedHosts { get; init; } = [];

    /// <summary>What a user can do who wants to reach a host that this forbids.</summary>
    public string Advice { get; init; } = "allow it with storagex.fetch.hosts in akka.hocon if you trust the key";

    /// <summary>Whether any host may have an address of a private network, or of this machine.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>How many redirects are followed; with none they are answers like others.</summary>
    public int MaxRedirects { get; init; } = 3;

    /// <summary>Whether a URL's host may have an address that is not of the internet.</summary>
    public bool MayBePrivate(Uri uri) => AllowPrivateNetworks || Origins.Any(origin => IsSameOrigin(origin, uri)) || TrustedHosts.Any(text => HostRule.TryParse(text, out var rule) && rule.Means(uri));

    /// <summary>Whether two URLs lead to the same server (RFC 6454, section 5).</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && HostName.AreSame(one, other);

    /// <summary>Requires that a URL is one that may be asked.</summary>
    /// <param name="uri">The URL.</param>
    /// <param name="from">The URL that led there; null for the first.</param>
    /// <exception cref="BackendException">It is not.</exception>
    public static void Require(Uri uri, Uri? from)
    {
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            throw new BackendException(BackendErrorKind.Rejected, $"{uri.Scheme}: URLs are not fetched, only http and https");
        if (HostName.Of(uri) is null)
            throw new BackendException(BackendErrorKind.Rejected, $"{uri.Host}: is no host's name");
        if (from?.Scheme == Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttps)
            throw new BackendException(BackendErrorKind.Rejected, $"{from.Host} leads from https to http, where anyone could listen");
    }
}
