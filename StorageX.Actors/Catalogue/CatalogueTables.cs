using StorageX.Catalogue.Sqlite;

namespace StorageX.Catalogue;

/// <summary>The catalogue's tables over one connection, for one caller at a time; every method throws <see cref="SqliteException"/>.</summary>
/// <param name="database">The connection, disposed with this.</param>
internal sealed class CatalogueTables(SqliteDatabase database) : IDisposable
{
    /// <summary>The pieces.</summary>
    public PieceTable Pieces { get; } = new(database);

    /// <summary>The uploads.</summary>
    public UploadTable Uploads { get; } = new(database);

    /// <summary>The images, and who names them.</summary>
    public ImageTable Images { get; } = new(database);

    /// <summary>The uploads under way.</summary>
    public RunTable Runs { get; } = new(database);

    /// <summary>The images that are being deleted.</summary>
    public DeletionTable Deletions { get; } = new(database);

    /// <summary>The keys that were replaced.</summary>
    public RedirectTable Redirects { get; } = new(database);

    /// <summary>How long a call waits for another process.</summary>
    public void WaitWhenBusy(TimeSpan limit) => database.WaitWhenBusy(limit);

    /// <summary>
    /// Makes changes in their order: all of them, or none. Many at once are changes that had to wait; they go to the disk.
    /// </summary>
    public void Write(IReadOnlyCollection<Action<CatalogueTables>> changes)
    {
        if (changes.Count == 1)
            changes.First()(this);
        else
            ThroughToDisk(() =>
            {
                WriteAll(changes);
                return true;
            });
    }

    /// <summary>
    /// Enters an upload, and flushes it to the disk with all that came before: a key that is forgotten is a file that is lost.
    /// </summary>
    /// <param name="upload">The upload.</param>
    /// <param name="run">What it was called while it was under way; null where it is not known which images it names.</param>
    public void AddUpload(PastUpload upload, long? run)
    {
        if (database.InTransaction)
            Add(upload, run);
        else
            ThroughToDisk(() => Transact(() => Add(upload, run)));
    }

    /// <summary>Takes an upload out of the history; its images count as named, since its key may be in use elsewhere.</summary>
    public void ForgetUpload(long id)
    {
        if (database.InTransaction)
            Forget(id);
        else
            Transact(() => Forget(id));
    }

    /// <summary>Takes an upload out of the history, with the keys that led to it, in a transaction of the caller's.</summary>
    public void RemoveUpload(long id)
    {
        Uploads.Remove(id);
        Redirects.Remove(id);
    }

    /// <summary>Requires that it is known of each upload in the history which images it names.</summary>
    /// <exception cref="TransferException">It is not.</exception>
    public void RequireTraced()
    {
        if (Uploads.Untraced(1).Count > 0)
            throw new TransferException(TransferErrorKind.Failed, "an older storagex has entered an upload just now; run the same command again");
    }

    /// <inheritdoc cref="SqliteDatabase.Transact{T}(Func{T})"/>
    public T Transact<T>(Func<T> change) => database.Transact(change);

    /// <summary>Does what is on the disk when this returns, where that is a transaction.</summary>
    public T ThroughToDisk<T>(Func<T> write)
    {
        database.Execute("PRAGMA synchronous = FULL");
        try
        {
            return write();
        }
        finally
        {
            database.TryExecute("PRAGMA synchronous = NORMAL");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    private void WriteAll(IReadOnlyCollection<Action<CatalogueTables>> changes) => database.Transact(() =>
    {
        foreach (var change in changes)
            change(this);
    });

    private bool Add(PastUpload upload, long? run)
    {
        Uploads.Add(upload, run);
        if (run is { } own)
            Runs.End(own);
        return true;
    }

    private bool Forget(long id)
    {
        if (Uploads.Find(id) is { Run: { } run } upload && Manifests.ShareKey.TryParse(upload.Key, out var key))
            Runs.Forget(run, ImageId.Of(key.Locator));
        RemoveUpload(id);
        return true;
    }
}
