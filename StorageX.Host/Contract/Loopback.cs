using System.Net;

namespace StorageX.Host.Contract;

/// <summary>Tells this machine from others.</summary>
internal static class Loopback
{
    /// <summary>Whether an address is one that only this machine reaches.</summary>
    public static bool Is(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
