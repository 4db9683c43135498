using StorageX.Backends;

namespace StorageX.Catalogue;

/// <summary>
/// An upload under way as other processes see it: each image that it will name is entered before the upload goes on, in the transaction that
/// looks whether the image is there, so that nobody deletes it in between. Where the catalogue cannot be used, nothing is taken for stored.
/// Safe for many threads.
/// </summary>
internal sealed class UploadRun
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private readonly PieceCatalogue _catalogue;
    private readonly ProcessMark _mark;
    private readonly TimeProvider _time;
    private readonly long? _id;
    private volatile bool _hasGaps;

    private UploadRun(PieceCatalogue catalogue, ProcessMark mark, TimeProvider time)
    {
        (_catalogue, _mark, _time) = (catalogue, mark, time);
        _id = catalogue.Ask(tables => Boxed.Of(tables.Runs.Begin(mark.Name, time.GetUtcNow())))?.Value;
    }

    private enum Place
    {
        Entered,
        BeingDeleted,
        WasDeleted,
    }

    /// <summary>Its number, where the catalogue knows every image that it names; otherwise null, and its manifest must be read to know them.</summary>
    public long? Id => _hasGaps ? null : _id;

    /// <summary>Enters one that begins.</summary>
    public static UploadRun Begin(PieceCatalogue catalogue, ProcessMark mark, TimeProvider time) => new(catalogue, mark, time);

    /// <summary>Looks up a piece, and enters that this upload names its image; null where it must be stored.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="isOurs">Whether the backend still keeps its images where the locator says.</param>
    public StoredPiece? Claim(PieceId piece, Func<string, bool> isOurs) => Id is not { } run ? null : _catalogue.Ask(tables => tables.Transact(() =>
    {
        if (tables.Pieces.Find(piece) is not { } stored || !isOurs(stored.Locator))
            return null;
        var image = ImageId.Of(stored.Locator);
        if (tables.Deletions.Find(image) is { IsDone: false })
            return null;
        tables.Images.Enter(piece.Backend, new StoredImage(stored.Locator), piece.Digest);
        tables.Images.Use(run, image);
        return stored;
    }));

    /// <summary>Enters that this upload names images that are stored already.</summary>
    /// <returns>Whether none of them is being deleted; otherwise none is entered.</returns>
    public bool Hold(IReadOnlyList<(string Backend, string Locator, byte[]? Digest)> images)
    {
        if (Id is not { } run)
            return true;
        if (_catalogue.Ask(tables => Boxed.Of(tables.Transact(() => Hold(tables, run, images)))) is { } held)
            return held.Value;
        _hasGaps = true;
        return true;
    }

    /// <summary>A place in the order of deletions, taken before an image is stored.</summary>
    public long Now() => Id is null ? 0 : _catalogue.Ask(tables => Boxed.Of(tables.Deletions.Last()))?.Value ?? 0;

    /// <summary>Enters an image that was stored just now.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="image">What the host answered.</param>
    /// <param name="digest">SHA-256 of the piece that it carries; null where nobody looks it up.</param>
    /// <param name="before">What <see cref="Now"/> gave before it was stored.</param>
    /// <param name="cancel">Ends the wait for another process.</param>
    /// <exception cref="BackendException">It was deleted meanwhile: a host that knows images by their content took the old one for the new one.</exception>
    public async Task KeepAsync(string backend, StoredImage image, byte[]? digest, long before, CancellationToken cancel)
    {
        while (Id is { } run)
        {
            switch (_catalogue.Ask(tables => Boxed.Of(tables.Transact(() => Enter(tables, run, backend, image, digest, before))))?.Value)
            {
                case null:
                    _hasGaps = true;
                    return;
                case Place.Entered:
                    return;
                case Place.WasDeleted:
                    throw new BackendException(BackendErrorKind.Transient, $"{backend}: the image was deleted while it was stored, since another upload that named it is being deleted");
                default:
                    await Task.Delay(Glance, _time, cancel);
                    break;
            }
        }
    }

    /// <summary>Enters that it has failed: what it stored is named by nobody.</summary>
    public void Abandon()
    {
        if (_id is { } run)
            _catalogue.EndRun(run);
    }

    private static bool Hold(CatalogueTables tables, long run, IReadOnlyList<(string Backend, string Locator, byte[]? Digest)> images)
    {
        if (images.Any(image => tables.Deletions.Find(ImageId.Of(image.Locator)) is { IsDone: false }))
            return false;
        foreach (var (backend, locator, digest) in images)
        {
            tables.Images.Enter(backend, new StoredImage(locator), digest);
            tables.Images.Use(run, ImageId.Of(locator));
        }

        return true;
    }

    private Place Enter(CatalogueTables tables, long run, string backend, StoredImage image, byte[]? digest, long before)
    {
        var id = ImageId.Of(image.Locator);
        if (tables.Deletions.Find(id) is { } deletion)
        {
            if (!deletion.IsDone && _mark.IsAlive(deletion.Owner) == true)
                return Place.BeingDeleted;
            if (!deletion.IsDone)
                tables.Deletions.Put(id, deletion.Owner, done: true);
            if (!deletion.IsDone || deletion.Seq > before)
                return Place.WasDeleted;
        }

        tables.Images.Enter(backend, image, digest);
        tables.Images.Use(run, id);
        return Place.Entered;
    }
}
