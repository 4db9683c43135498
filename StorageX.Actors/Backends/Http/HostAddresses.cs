using System.Net;
using System.Net.Sockets;

namespace StorageX.Backends.Http;

/// <summary>The addresses of a host, as far as a policy allows them.</summary>
internal static class HostAddresses
{
    /// <summary>Those that may be connected to, one or more.</summary>
    /// <exception cref="BackendException">There is none.</exception>
    /// <exception cref="SocketException">The name cannot be looked up.</exception>
    public static async Task<IPAddress[]> AllowedAsync(FetchPolicy policy, string host, CancellationToken cancel)
    {
        var addresses = await OfAsync(host, cancel);
        var allowed = policy.MayBePrivate(host) ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        return allowed.Length > 0 ? allowed : throw Private(host, addresses);
    }

    /// <summary>Requires that a proxy, which looks the name up by itself, can be asked for a host.</summary>
    /// <exception cref="BackendException">It may have an address that the policy forbids.</exception>
    public static async Task RequireForProxyAsync(FetchPolicy policy, string host, CancellationToken cancel)
    {
        if (policy.MayBePrivate(host))
            return;
        try
        {
            var addresses = await OfAsync(host, cancel);
            if (!Array.TrueForAll(addresses, PublicAddress.Is))
                throw Private(host, addresses);
        }
        catch (SocketException error)
        {
            throw new BackendException(
                BackendErrorKind.Rejected,
                $"{host}: only the proxy can look this name up ({error.Message}), and it may lead into a private network; allow it with storagex.fetch.hosts in akka.hocon if you trust the key",
                inner: error);
        }
    }

    private static async Task<IPAddress[]> OfAsync(string host, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        return addresses.Length > 0 ? addresses : throw new BackendException(BackendErrorKind.Rejected, $"{host}: has no address");
    }

    private static BackendException Private(string host, IPAddress[] addresses) => new(
        BackendErrorKind.Rejected,
        $"{host}: is inside a private network ({Array.Find(addresses, address => !PublicAddress.Is(address))}), where keys may not lead; allow it with storagex.fetch.hosts in akka.hocon if you trust the key");
}
