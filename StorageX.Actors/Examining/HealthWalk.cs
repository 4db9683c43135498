using StorageX.Backends;
using StorageX.Manifests;

namespace StorageX.Examining;

/// <summary>All images of a file, set by set: its root, the texts of its manifest, its pieces; made as they are asked for.</summary>
internal static class HealthWalk
{
    /// <summary>The sets, from the root down.</summary>
    /// <param name="key">The file's key.</param>
    /// <param name="trail">The manifests that it leads to.</param>
    /// <param name="ownerOf">The host of a locator; null where none may be asked.</param>
    public static IEnumerable<ImageSet> Sets(ShareKey key, ManifestTrail trail, Func<string, IImageBackend?> ownerOf)
    {
        var number = 0;
        yield return new ImageSet(1, [SetMember.Root(key, trail.Root!)], ownerOf) { Number = number++ };
        foreach (var manifest in trail.Levels)
        {
            foreach (var (piece, group) in PieceGroup.Walk(manifest))
            {
                if (group is null)
                    yield return new ImageSet(1, [SetMember.Data(manifest, piece)], ownerOf) { Number = number++ };
                else if (group.PlaceOf(piece.Seq) == 0)
                    yield return OfGroup(manifest, group, number++, ownerOf);
            }
        }
    }

    private static ImageSet OfGroup(Manifest manifest, PieceGroup group, int number, Func<string, IImageBackend?> ownerOf)
    {
        var data = group.Pieces.Select(piece => SetMember.Data(manifest, piece));
        return new ImageSet(group.Pieces.Count, data.Concat(group.Parity.Select(parity => SetMember.Parity(manifest, parity))), ownerOf) { Number = number };
    }
}
