using StorageX.Backends;
using StorageX.Backends.Pools;

namespace StorageX.Uploads;

/// <summary>How many images of each group each host has: no more than so many, that the loss of a host can be made good.</summary>
/// <param name="pool">The hosts, and the policy.</param>
internal sealed class GroupShares(HostPool pool)
{
    /// <summary>The group of what is in none.</summary>
    public const int None = -1;

    private readonly Dictionary<(int Group, IImageBackend Host), int> _shares = [];

    /// <summary>Whether a host may have one more.</summary>
    /// <param name="group">The group.</param>
    /// <param name="host">The host.</param>
    /// <param name="evenly">Whether the images should be spread evenly; otherwise as far as the policy allows.</param>
    public bool Allows(int group, IImageBackend host, bool evenly) => group == None || pool.Parity is null
        || _shares.GetValueOrDefault((group, host)) < (evenly ? pool.MostOfGroup : Math.Max(pool.MostOfGroup, pool.Parity.Parity));

    /// <summary>Counts one more.</summary>
    public void Take(int group, IImageBackend host)
    {
        if (group != None)
            _shares[(group, host)] = _shares.GetValueOrDefault((group, host)) + 1;
    }

    /// <summary>Counts one less.</summary>
    public void Release(int group, IImageBackend host)
    {
        if (group != None)
            _shares[(group, host)] = Math.Max(0, _shares.GetValueOrDefault((group, host)) - 1);
    }

    /// <summary>Forgets a group that is stored.</summary>
    public void End(int group)
    {
        foreach (var host in pool.Hosts)
            _shares.Remove((group, host));
    }
}
