
namespace StorageX.Catalogue;

/// <summary>
/// Takes images out of the catalogue that no upload names, before they are deleted, in the transaction that looks whether one does: from
/// then on no upload takes them for stored. Those of one upload that is deleted, its root first; or, for a prune, all that nobody names.
/// </summary>
/// <remarks>
/// The root goes first, since without it the key is worth nothing, and what is left cannot be read. Killed half-way, the upload is
/// still in the history and its other images in the catalogue, so that the same command goes on, without the root.
/// </remarks>
/// <param name="catalogue">The catalogue.</param>
/// <param name="mark">This process.</param>
/// <param name="run">The upload; null for a prune.</param>
/// <param name="except">Uploads that are gone, or as good as gone, and count no more.</param>
/// <param name="root">The image that comes first; null for none.</param>
/// <param name="isDry">Whether nothing is taken out.</param>
internal sealed class ImageRemoval(PieceCatalogue catalogue, ProcessMark mark, long? run, IReadOnlyCollection<long> except, long? root, bool isDry)
{
    private const int MostSeen = 500;
    private const int MostUses = 2000;
    private long _last = long.MinValue;
    private bool _rootIsLeft = root is not null;

    /// <summary>How many images stay, since another upload names them.</summary>
    public int Shared { get; private set; }

    /// <summary>Whether all images were seen.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Whether nothing is taken out.</summary>
    public bool IsDry => isDry;

    /// <summary>How many images there are to be seen, at most.</summary>
    public int Count() => (int)Math.Min(int.MaxValue, catalogue.Require(tables => Boxed.Of(tables.Images.Count(run))).Value);

    /// <summary>The next images that can go; maybe none, before all were seen.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="mayGo">Whether one can be deleted; where it says no, the image stays.</param>
    /// <exception cref="TransferException">The catalogue cannot be used.</exception>
    public IReadOnlyList<KnownImage> Next(int most, Func<KnownImage, bool> mayGo)
    {
        var (shared, last, left, end) = (0, _last, _rootIsLeft, false);
        var found = catalogue.Require(tables => tables.ThroughToDisk(() => tables.Transact(() =>
        {
            (shared, last, left, end) = (0, _last, _rootIsLeft, false);
            tables.RequireTraced();
            var images = new List<KnownImage>();
            var next = left ? [root!.Value] : tables.Images.After(run, last, MostSeen);
            end = !left && next.Count < MostSeen;
            foreach (var id in next)
            {
                if (images.Count == most)
                {
                    end = false;
                    break;
                }

                last = left ? last : id;
                if (!left && id == root)
                    continue;
                if (tables.Images.IsNamed(id, run is { } own ? [.. except, own] : except))
                    shared++;
                else if (Take(tables, id) is { } image && mayGo(image))
                    images.Add(Doom(tables, image));
            }

            left = false;
            return images;
        })));
        (Shared, _last, _rootIsLeft, IsAtEnd) = (Shared + shared, last, left, end);
        return found;
    }

    /// <summary>Enters that an image is deleted.</summary>
    public void Gone(KnownImage image) => catalogue.Require(tables => tables.Transact(() =>
    {
        tables.Images.Remove(image.Id);
        tables.Deletions.Put(image.Id, mark.Name, done: true);
        return image;
    }));

    /// <summary>Enters that an image may still be there; the next run tries it again.</summary>
    public void Kept(KnownImage image) => catalogue.Require(tables =>
    {
        tables.Deletions.Put(image.Id, mark.Name, done: true);
        return image;
    });

    /// <summary>Takes the upload out of the history, and then what it names.</summary>
    /// <param name="upload">Its number in the history; null where it is not there.</param>
    public void Finish(long? upload)
    {
        if (run is not { } own)
            return;
        catalogue.Require(tables => tables.Transact(() =>
        {
            if (upload is { } id)
                tables.RemoveUpload(id);
            tables.Runs.RemoveForgotten(own);
            return tables;
        }));
        Sweep(own);
    }

    /// <summary>Takes out what uploads name that were cut off: their images are gone, or others name them.</summary>
    public void FinishPrune()
    {
        for (long? cut = long.MinValue; cut is { } last;)
        {
            cut = catalogue.Require(tables => new List<long?> { tables.Images.UncountedAfter(last) })[0];
            // An image that is still there is named no more, and still known.
            if (cut is { } found)
                Sweep(found);
        }
    }

    private void Sweep(long gone)
    {
        while (catalogue.Require(tables => Boxed.Of(tables.Transact(() => tables.Images.RemoveUses(gone, MostUses)))).Value)
        {
            // The lock is given back between the steps, since others wait a second for it at most.
        }
    }

    private KnownImage? Take(CatalogueTables tables, long id)
    {
        if (tables.Images.Find(id) is { } image)
            return tables.Deletions.Find(id) is { IsDone: false } open && mark.IsAlive(open.Owner) == true && open.Owner != mark.Name ? null : image;
        // What was deleted already, or what a disk has altered so that nobody knows what would be deleted.
        if (!isDry && run is { } own && !tables.Images.Has(id))
            tables.Images.RemoveUse(own, id);
        return null;
    }

    private KnownImage Doom(CatalogueTables tables, KnownImage image)
    {
        if (isDry)
            return image;
        if (image.Digest is { } digest)
            tables.Pieces.RemoveLost(digest, image.Stored.Locator);
        tables.Deletions.Put(image.Id, mark.Name, done: false);
        return image;
    }
}
