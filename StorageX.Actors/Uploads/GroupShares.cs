using StorageX.Backends;
using StorageX.Backends.Pools;

namespace StorageX.Uploads;

/// <summary>How many images of each group each host has: no more than so many, that the loss of a host can be made good.</summary>
/// <param name="pool">The hosts, and the policy.</param>
internal sealed class GroupShares(HostPool pool)
{
    /// <summary>The group of what is in none.</summary>
    public const int None = -1;

    private readonly Dictionary<int, Dictionary<IImageBackend, int>> _groups = [];

    /// <summary>Whether a host may have one more.</summary>
    /// <param name="group">The group.</param>
    /// <param name="host">The host.</param>
    /// <param name="evenly">Whether the images should be spread evenly; otherwise as far as the policy allows.</param>
    public bool Allows(int group, IImageBackend host, bool evenly) => group == None || pool.Parity is null
        || Of(group, host) < (evenly ? pool.MostOfGroup : Math.Max(pool.MostOfGroup, pool.Parity.Parity));

    /// <summary>Counts one more.</summary>
    public void Take(int group, IImageBackend host) => Put(group, host, Of(group, host) + 1);

    /// <summary>Counts one less.</summary>
    public void Release(int group, IImageBackend host) => Put(group, host, Math.Max(0, Of(group, host) - 1));

    /// <summary>Forgets a group that is stored.</summary>
    public void End(int group) => _groups.Remove(group);

    private int Of(int group, IImageBackend host) => _groups.GetValueOrDefault(group)?.GetValueOrDefault(host) ?? 0;

    private void Put(int group, IImageBackend host, int count)
    {
        if (group == None)
            return;
        if (!_groups.TryGetValue(group, out var hosts))
            _groups.Add(group, hosts = []);
        hosts[host] = count;
    }
}
