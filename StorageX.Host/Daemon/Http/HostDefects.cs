using StorageX.Backends.Pools;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Http;

/// <summary>What cannot be in what a request says of hosts.</summary>
internal static class HostDefects
{
    /// <summary>What is wrong, for a person; null where nothing is.</summary>
    /// <param name="to">The backend or pool, or several backends with commas between; null for none.</param>
    /// <param name="copies">On how many hosts each image is.</param>
    /// <param name="parity">How many images of a group may be lost.</param>
    /// <param name="settings">What is configured.</param>
    public static string? Of(string? to, int? copies, string? parity, StorageXSettings settings)
    {
        var (backend, hosts) = BackendNames.Of(to);
        if (backend is not null && !settings.Backends.ContainsKey(backend))
            return $"\"to\": there is no backend of that name; there are: {string.Join(", ", settings.Backends.Keys.Order(StringComparer.Ordinal))}";
        if (hosts?.FirstOrDefault(host => !settings.Backends.ContainsKey(host)) is { } unknown)
            return $"\"to\": there is no backend of the name \"{unknown}\"";
        return (copies, parity) switch
        {
            ( < 1 or > PoolSettings.MostCopies, _) => $"\"copies\" is 1 to {PoolSettings.MostCopies}",
            (_, not null) when !ParityScheme.TryParse(parity, out _, out _) => "\"parity\" is data and parity pieces, such as 10+4",
            (not null, not null) => "there are copies or parity, not both",
            _ => null,
        };
    }
}
