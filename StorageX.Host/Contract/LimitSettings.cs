using System.Net;
using StorageX.Settings;

namespace StorageX.Host.Contract;

/// <summary>How much of the daemon those may take up who have not shown the token.</summary>
/// <param name="Connections">How many connections they may have open, 1 or more.</param>
/// <param name="ConnectionsPerAddress">How many of those one address may have, 1 or more.</param>
/// <param name="IdleTimeout">How long a connection may be open without a request.</param>
/// <param name="HeaderTimeout">How long a request's header may take.</param>
/// <param name="Proxies">Reverse proxies: what they send as X-Forwarded-For is who asks.</param>
internal sealed record LimitSettings(int Connections, int ConnectionsPerAddress, TimeSpan IdleTimeout, TimeSpan HeaderTimeout, IReadOnlyList<IPAddress> Proxies)
{
    /// <summary>Reads <c>storagex.daemon.limits</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    public static LimitSettings From(SettingsSection section)
    {
        section.RequireOnly("connections", "connections-per-address", "idle-timeout", "header-timeout", "proxies");
        return new LimitSettings(
            section.Whole("connections", 1, 100_000),
            section.Whole("connections-per-address", 1, 100_000),
            section.Duration("idle-timeout"),
            section.Duration("header-timeout"),
            section.Texts("proxies").Select(text => IPAddress.TryParse(text, out var address) ? address : throw section.Wrong("proxies", $"\"{text}\" is no address; one such as 192.168.1.5 is expected here")).ToList());
    }
}
