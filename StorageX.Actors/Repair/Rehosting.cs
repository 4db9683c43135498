using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Manifests;
using static StorageX.Downloads.DownloadProtocol;

namespace StorageX.Repair;

/// <summary>A stored file that is stored again, in part or whole.</summary>
/// <param name="Read">How it is read.</param>
/// <param name="Manifest">What its key leads to.</param>
/// <param name="Pool">Where it goes.</param>
internal sealed record Rehosting(DownloadJob Read, Manifest Manifest, HostPool Pool)
{
    /// <inheritdoc cref="RehostPlan.IsKept"/>
    public required Func<IImageBackend, string, bool> IsKept { get; init; }

    /// <inheritdoc cref="RehostPlan.TakesAsItWas"/>
    public bool TakesAsItWas { get; init; }

    /// <summary>The user's own copy; null for none.</summary>
    public OwnCopy? Own { get; init; }
}
