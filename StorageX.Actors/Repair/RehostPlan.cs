using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Catalogue;
using StorageX.Manifests;

namespace StorageX.Repair;

/// <summary>What of a stored file stays where it is, and what is read to be stored.</summary>
/// <param name="Manifest">What the key leads to.</param>
/// <param name="Pool">Where what is missing goes, and what the file must survive then.</param>
/// <param name="OwnerOf">The host of a locator; null where none may be asked.</param>
/// <param name="IsKept">Whether an image stays where it is.</param>
/// <param name="KnownOf">What the catalogue knows of a host.</param>
/// <param name="Hold">Enters images that will be named, so that nobody deletes them.</param>
internal sealed record RehostPlan(
    Manifest Manifest, HostPool Pool, Func<string, IImageBackend?> OwnerOf, Func<IImageBackend, string, bool> IsKept, Func<IImageBackend, KnownPieces> KnownOf,
    Action<IReadOnlyList<(string Backend, string Locator, byte[]? Digest)>> Hold)
{
    /// <summary>Whether pieces with fewer copies than the pool keeps stay as they are, if they have all that they had.</summary>
    public bool TakesAsItWas { get; init; }

    /// <summary>How many pieces are read at once, 1 or more.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Whether the groups stay: the code is the same.</summary>
    public bool KeepsGroups => Manifest.Parity == Pool.Parity;
}
