using StorageX.Manifests;

namespace StorageX.Catalogue;

/// <content>What was uploaded from here.</content>
internal sealed partial class PieceCatalogue
{
    private const int MostUses = 2000;

    // Who only reads keys needs no catalogue, and is made none.
    private bool IsMade => _tables is not null || File.Exists(_path);

    /// <summary>Enters an upload that ended just now.</summary>
    /// <param name="upload">The upload; its number, and when it ended, are given here.</param>
    /// <param name="run">What it was called while it was under way; null where it is not known which images it names.</param>
    public void RememberUpload(PastUpload upload, long? run = null)
    {
        var ended = upload with { FinishedAt = _time.GetUtcNow() };
        Change(tables => tables.AddUpload(ended, run));
    }

    /// <summary>The uploads from here, the newest first.</summary>
    /// <param name="nameContains">Only those whose name has this in it, whatever the case; null for all.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<PastUpload> Uploads(string? nameContains = null, int limit = 1000)
    {
        lock (_gate)
            return Attempt(tables => tables.Uploads.List(nameContains, limit)) ?? [];
    }

    /// <summary>Takes an upload out of the history; what was stored stays, and is not deleted for another.</summary>
    /// <param name="id">Its number.</param>
    public void ForgetUpload(long id) => Change(tables => tables.ForgetUpload(id));

    /// <summary>Enters that an upload under way has failed.</summary>
    /// <param name="run">What it was called.</param>
    public void EndRun(long run) => Change(tables => tables.Runs.End(run));

    /// <summary>Enters what was seen of the uploads with a key, if there are any.</summary>
    /// <param name="key">What opens them.</param>
    /// <param name="note">What is entered where that was known before; null to leave it. It is called later where the file cannot be written now.</param>
    public void NoteHealth(string key, Func<PastHealth?, PastHealth?> note)
    {
        if (IsMade && ShareKey.TryParse(key, out var parsed))
            Change(tables => tables.Uploads.NoteHealth(parsed.ToString(), note));
    }

    /// <summary>The newest upload with a key, with the number of its images; null if there is none.</summary>
    /// <param name="key">The key, however it is written.</param>
    /// <exception cref="TransferException">It is no key, or the catalogue cannot be used.</exception>
    public PastUpload? WithKey(string key)
    {
        var canonical = ShareKey.Parse(key).ToString();
        return Require(tables => tables.Uploads.WithKey(canonical)).LastOrDefault();
    }

    /// <summary>
    /// The key that leads now to the file of one that was replaced, with or without its further places; null where it was not, where the upload has
    /// left the history, and where the catalogue cannot be used.
    /// </summary>
    /// <param name="key">The key of before; what is no key leads nowhere.</param>
    public string? Redirected(string key)
    {
        if (!ShareKey.TryParse(key, out var old))
            return null;
        lock (_gate)
            return !IsMade ? null : Attempt(tables => tables.Redirects.Find(old)) is { } now && now != old.ToString() ? now : null;
    }

    /// <summary>
    /// Gives an upload of the history another key, which has its file from now on; this is on the disk when it returns. The key of before leads to
    /// it, as do those before that, and its images count as the upload's until that is deleted.
    /// </summary>
    /// <param name="upload">The upload's number, which it keeps.</param>
    /// <param name="oldKey">The key of before.</param>
    /// <param name="newKey">The key.</param>
    /// <param name="backend">The backend that holds it now.</param>
    /// <param name="pieces">How many pieces it has now.</param>
    /// <param name="run">
    /// What named the new images while they were stored, which ends here; null where it is not known which they are. The upload's manifest is then read
    /// before anything is deleted, and the images of before stay as those of a forgotten upload do.
    /// </param>
    /// <exception cref="TransferException">The catalogue cannot be used, there is no such upload, a key is none, or it is not known which images the upload names; nothing was changed.</exception>
    public void Renew(long upload, string oldKey, string newKey, string backend, int pieces, long? run)
    {
        var (old, key) = (ShareKey.Parse(oldKey), ShareKey.Parse(newKey).ToString());
        if (run is { } next && Require(tables => tables.Uploads.Find(upload) is { } found ? [found] : new List<PastUpload>()) is [{ Run: { } known }])
            UseInSteps(known, next);
        var before = Require(tables => tables.ThroughToDisk(() => tables.Transact(() => Renew(tables, upload, old, key, backend, pieces, run))));
        if (before.Run is { } left && left != run)
            Sweep(left);
    }

    /// <summary>Enters that an upload names all images that another names; this is on the disk when it returns.</summary>
    /// <param name="fromRun">What the other was called while it was under way.</param>
    /// <param name="toRun">What the upload was called.</param>
    /// <exception cref="TransferException">The catalogue cannot be used.</exception>
    public void ShareImages(long fromRun, long toRun)
    {
        UseInSteps(fromRun, toRun);
        Require(tables => tables.ThroughToDisk(() => tables.Transact(() =>
        {
            tables.Images.UseAll(fromRun, toRun);
            return tables;
        })));
    }

    private static PastUpload Renew(CatalogueTables tables, long upload, ShareKey old, string key, string backend, int pieces, long? run)
    {
        var before = tables.Uploads.Find(upload) ?? throw new TransferException(TransferErrorKind.InvalidKey, $"{upload}: history has no upload of that number");
        if (before.Run is not { } names)
            throw new TransferException(TransferErrorKind.Failed, $"upload {upload} of the history was made by an older storagex, and which images it names is not known; run the same command again");
        if (run is { } next)
            tables.Images.UseAll(names, next);
        else
            tables.Runs.Forget(names, ImageId.Of(old.Locator));
        tables.Redirects.Put(old, upload);
        // Another process may have given it a key meanwhile, which somebody holds now.
        if (ShareKey.TryParse(before.Key, out var present) && before.Key != key)
            tables.Redirects.Put(present, upload);
        tables.Uploads.Renew(upload, key, backend, pieces, run);
        if (run is { } ended)
            tables.Runs.End(ended);
        return before;
    }

    /// <summary>Does most of it beforehand, since others wait a second for the lock at most; an upload that names too much loses nothing.</summary>
    private void UseInSteps(long from, long to)
    {
        if (from == to)
            return;
        for (long? done = long.MinValue; done is { } last;)
            done = Require(tables => tables.Transact(() => new List<long?> { tables.Images.UseSome(from, to, last, MostUses) }))[0];
    }

    /// <summary>Takes out what an upload names that counts no more, in small steps; what cannot be taken out now a prune takes.</summary>
    private void Sweep(long gone)
    {
        while (Ask(tables => Boxed.Of(tables.Transact(() => !tables.Images.Counted(gone) && tables.Images.RemoveUses(gone, MostUses)))) is { Value: true })
        {
            // The lock is given back between the steps.
        }
    }
}
