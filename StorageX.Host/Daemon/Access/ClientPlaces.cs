using System.Net;
using System.Net.Sockets;

namespace StorageX.Host.Daemon.Access;

/// <summary>Where requests come from, as limits count it: an address, or a network of IPv6, since whoever has one address there has 2^64.</summary>
/// <param name="proxies">Reverse proxies, whose X-Forwarded-For is believed.</param>
internal sealed class ClientPlaces(IEnumerable<IPAddress> proxies)
{
    private const int NetworkBytes = 8;
    private readonly HashSet<IPAddress> _proxies = [.. proxies.Select(Plain)];

    /// <summary>Where a connection comes from; null for a reverse proxy, or none that can be told.</summary>
    public string? Of(IPAddress? peer) => peer is null || _proxies.Contains(Plain(peer)) ? null : Text(Plain(peer));

    /// <summary>Where a request comes from: whom the nearest proxy names that is none itself. Null where no limit for each address can hold.</summary>
    /// <param name="peer">The other end of the connection.</param>
    /// <param name="forwarded">X-Forwarded-For, which each proxy adds to at its end.</param>
    public string? Of(IPAddress? peer, IEnumerable<string?> forwarded)
    {
        if (Of(peer) is { } place || peer is null)
            return Of(peer);
        foreach (var name in string.Join(',', forwarded).Split(',', StringSplitOptions.TrimEntries).Reverse())
        {
            if (!IPEndPoint.TryParse(name, out var named))
                return null;
            if (Of(named.Address) is { } client)
                return client;
        }

        return null;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Text(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes)) : address.ToString();
}
