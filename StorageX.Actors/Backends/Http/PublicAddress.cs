using System.Net;
using System.Net.Sockets;

namespace StorageX.Backends.Http;

/// <summary>Tells addresses of the internet from those of private networks, of this machine, and of no machine at all.</summary>
internal static class PublicAddress
{
    // IANA IPv4 and IPv6 special-purpose address registries (RFC 6890 and its updates).
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/127", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // Networks whose addresses have an IPv4 address in them: NAT64 (RFC 6052 and 8215), 6to4 (RFC 3056), IPv4-compatible.
    private static readonly (IPNetwork Network, int At)[] Wrapping =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("64:ff9b:1::/48"), 12), (IPNetwork.Parse("2002::/16"), 2), (IPNetwork.Parse("::/96"), 12),
    ];

    /// <summary>Whether an address is one of the internet.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return Is(address.MapToIPv4());
        if (Array.Exists(Special, network => network.Contains(address)))
            return false;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return true;
        var bytes = address.GetAddressBytes();
        return !Array.Exists(Wrapping, wrapping => wrapping.Network.Contains(address) && !Is(new IPAddress(bytes.AsSpan(wrapping.At, 4))));
    }
}
