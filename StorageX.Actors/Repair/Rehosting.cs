using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Manifests;
using static StorageX.Downloads.DownloadProtocol;

namespace StorageX.Repair;

/// <summary>A stored file that is stored again, in part or whole.</summary>
/// <param name="Read">How it is read.</param>
/// <param name="Manifest">What its key leads to.</param>
/// <param name="Pool">Where what is missing goes, and what the file must survive then.</param>
/// <param name="IsKept">Whether an image stays where it is.</param>
internal sealed record Rehosting(DownloadJob Read, Manifest Manifest, HostPool Pool, Func<IImageBackend, string, bool> IsKept)
{
    /// <summary>Whether pieces with fewer copies than the pool keeps stay as they are, if they have all that they had.</summary>
    public bool TakesAsItWas { get; init; }

    /// <summary>The user's own copy; null for none.</summary>
    public OwnCopy? Own { get; init; }

    /// <summary>Whether the groups stay: the code is the same.</summary>
    public bool KeepsGroups => Manifest.Parity == Pool.Parity;
}
