using System.Net;
using System.Net.Sockets;
using StorageX.Errors;

namespace StorageX.Backends.Http;

/// <summary>The addresses of a host, as far as a policy allows them.</summary>
internal static class HostAddresses
{
    // RFC 1035, section 2.3.4, with a full stop at its end.
    private const int LongestHost = 254;

    /// <summary>Those that may be connected to for a URL, one or more.</summary>
    /// <exception cref="BackendException">There is none.</exception>
    /// <exception cref="SocketException">The name cannot be looked up.</exception>
    public static async Task<IPAddress[]> AllowedAsync(FetchPolicy policy, Uri uri, CancellationToken cancel)
    {
        var addresses = await OfAsync(HostName.Of(uri) ?? "", cancel);
        var allowed = policy.MayBePrivate(uri) ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        return allowed.Length > 0 ? allowed : throw Private(policy, uri, addresses);
    }

    /// <summary>Requires that a proxy, which looks the name up by itself, can be asked for a URL.</summary>
    /// <exception cref="BackendException">It may have an address that the policy forbids.</exception>
    public static async Task RequireForProxyAsync(FetchPolicy policy, Uri uri, CancellationToken cancel)
    {
        if (policy.MayBePrivate(uri))
            return;
        try
        {
            var addresses = await OfAsync(HostName.Of(uri) ?? "", cancel);
            if (!Array.TrueForAll(addresses, PublicAddress.Is))
                throw Private(policy, uri, addresses);
        }
        catch (SocketException error)
        {
            throw new BackendException(
                BackendErrorKind.Rejected,
                $"{uri.Host}: only the proxy can look this name up ({SystemWords.Of(error)}), and it may lead into a private network; {policy.Advice}",
                inner: error);
        }
    }

    private static async Task<IPAddress[]> OfAsync(string host, CancellationToken cancel)
    {
        if (host.Length is 0 or > LongestHost)
            throw new BackendException(BackendErrorKind.Rejected, $"a host's name has 1 to {LongestHost} characters, not {host.Length}");
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        return addresses.Length > 0 ? addresses : throw new BackendException(BackendErrorKind.Rejected, $"{host}: has no address");
    }

    private static BackendException Private(FetchPolicy policy, Uri uri, IPAddress[] addresses) => new(
        BackendErrorKind.Rejected,
        $"{uri.Host}: is inside a private network ({Array.Find(addresses, address => !PublicAddress.Is(address))}), where keys may not lead to port {uri.Port}; {policy.Advice}");
}
