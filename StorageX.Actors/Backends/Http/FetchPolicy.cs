namespace StorageX.Backends.Http;

/// <summary>Where requests may go. What a manifest or a redirect names is checked against it, and every address once more when the connection is made.</summary>
internal sealed record FetchPolicy
{
    /// <summary>Ends of host names, such as "example.org", that may have any address, because the configuration names them.</summary>
    public IReadOnlyList<string> TrustedHosts { get; init; } = [];

    /// <summary>Whether any host may have an address of a private network, or of this machine.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>How many redirects are followed.</summary>
    public int MaxRedirects { get; init; } = 3;

    /// <summary>Whether <paramref name="host"/> is one of <paramref name="ends"/>, or inside one.</summary>
    public static bool IsWithin(string host, IEnumerable<string> ends) => ends.Any(end =>
        host.Equals(end, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith("." + end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a host may have an address that is not of the internet.</summary>
    public bool MayBePrivate(string host) => AllowPrivateNetworks || IsWithin(host, TrustedHosts);

    /// <summary>Requires that a URL is one that may be asked.</summary>
    /// <param name="uri">The URL.</param>
    /// <param name="from">The URL that led there; null for the first.</param>
    /// <exception cref="BackendException">It is not.</exception>
    public static void Require(Uri uri, Uri? from)
    {
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            throw new BackendException(BackendErrorKind.Rejected, $"{uri.Scheme}: URLs are not fetched, only http and https");
        if (from?.Scheme == Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttps)
            throw new BackendException(BackendErrorKind.Rejected, $"{from.Host} leads from https to http, where anyone could listen");
    }
}
