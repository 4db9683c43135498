namespace StorageX.Host.Daemon.Access;

/// <summary>The names that the daemon may be asked by. A web page that points its own name at this machine (DNS rebinding) is told apart by it.</summary>
/// <param name="listen">Where the daemon listens.</param>
/// <param name="configured">More names, with or without a port.</param>
internal sealed class HostNames(Uri listen, IEnumerable<string> configured)
{
    private readonly HashSet<string> _names = new(configured.Concat(["localhost", "127.0.0.1", "[::1]"]).Concat(OwnName(listen)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a Host header's value is one of them.</summary>
    /// <param name="name">The name or address alone.</param>
    /// <param name="whole">The same with its port.</param>
    public bool Allow(string name, string whole) => _names.Contains(name) || _names.Contains(whole);

    /// <summary>Whether an Origin header names the host that the request is sent to, so that the page is this daemon's own.</summary>
    public static bool IsOwn(string origin, string whole) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && WithPort(uri.Authority, uri) == WithPort(whole, uri);

    private static string WithPort(string authority, Uri uri) =>
        (authority.LastIndexOf(':') > authority.LastIndexOf(']') ? authority : $"{authority}:{uri.Port}").ToUpperInvariant();

    private static IEnumerable<string> OwnName(Uri listen) => listen.Host is "0.0.0.0" or "[::]" ? [] : [listen.Host];
}
