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
            ThroughToDisk(() => WriteAll(changes));
    }

    /// <summary>
    /// Enters an upload, and flushes it to the disk with all that came before: a key that is forgotten is a file that is lost.
    /// </summary>
    public void AddUpload(PastUpload upload)
    {
        if (database.InTransaction)
            Uploads.Add(upload);
        else
            ThroughToDisk(() => Uploads.Add(upload));
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    private void WriteAll(IReadOnlyCollection<Action<CatalogueTables>> changes) => database.Transact(() =>
    {
        foreach (var change in changes)
            change(this);
    });

    private void ThroughToDisk(Action write)
    {
        database.Execute("PRAGMA synchronous = FULL");
        try
        {
            write();
        }
        finally
        {
            database.TryExecute("PRAGMA synchronous = NORMAL");
        }
    }
}
