using StorageX.Catalogue.Sqlite;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Shares;

/// <summary>The shares on the disk, readable by their owner alone. For one caller at a time.</summary>
internal sealed class ShareStore : IDisposable
{
    private const string Schema = """
        BEGIN;
        CREATE TABLE shares (
            id            INTEGER PRIMARY KEY AUTOINCREMENT,
            token_hash    BLOB NOT NULL UNIQUE,
            sealed_key    BLOB,
            name          TEXT NOT NULL,
            size          INTEGER NOT NULL,
            file_created  INTEGER,
            created       INTEGER NOT NULL,
            expires       INTEGER,
            max_downloads INTEGER,
            served        INTEGER NOT NULL,
            revoked       INTEGER
        );
        PRAGMA user_version = 1;
        COMMIT;
        """;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _served;
    private readonly SqliteStatement _remove;

    private ShareStore(SqliteDatabase database)
    {
        _database = database;
        _put = database.Prepare("INSERT OR REPLACE INTO shares VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
        _served = database.Prepare("UPDATE shares SET served = ?2 WHERE id = ?1");
        _remove = database.Prepare("DELETE FROM shares WHERE id = ?1");
    }

    /// <summary>The number of the last share there ever was.</summary>
    public long Last => _database.LastKey("shares");

    /// <summary>Opens the file, makes it first if there is none, and reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it; what it gives keeps the store.</param>
    /// <exception cref="SettingsException">It is no such file, is damaged, or cannot be written.</exception>
    public static T Open<T>(string path, Func<ShareStore, T> read) => DaemonDatabase.Open(path, Schema, version: 1, "the shares", database => read(new ShareStore(database)));

    /// <summary>All shares.</summary>
    public IReadOnlyList<Share> All() => _database.Prepare(
        "SELECT id, token_hash, sealed_key, name, size, created, served, ifnull(file_created, 0), ifnull(expires, 0), ifnull(max_downloads, 0), ifnull(revoked, 0) FROM shares ORDER BY id")
        .Rows(row => new Share
        {
            Id = row.Integer(0),
            TokenHash = row.Blob(1)!,
            SealedKey = row.Blob(2),
            Name = row.Text(3),
            Size = row.Integer(4),
            Created = TimeOf(row.Integer(5))!.Value,
            Served = row.Integer(6),
            FileCreated = TimeOf(row.Integer(7)),
            Expires = TimeOf(row.Integer(8)),
            MaxDownloads = row.Integer(9) is > 0 and var most ? (int)most : null,
            Revoked = TimeOf(row.Integer(10)),
        });

    /// <summary>Keeps a share as it is now.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Put(Share share) => _put
        .Bind(1, share.Id).Bind(2, share.TokenHash).Bind(3, share.SealedKey).Bind(4, share.Name).Bind(5, share.Size)
        .Bind(6, share.FileCreated?.UtcTicks).Bind(7, share.Created.UtcTicks).Bind(8, share.Expires?.UtcTicks)
        .Bind(9, share.MaxDownloads).Bind(10, share.Served).Bind(11, share.Revoked?.UtcTicks).Run();

    /// <summary>Keeps how much a share has given.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void PutServed(Share share) => _served.Bind(1, share.Id).Bind(2, share.Served).Run();

    /// <summary>Forgets a share.</summary>
    /// <exception cref="SqliteException">That cannot be written.</exception>
    public void Remove(long id) => _remove.Bind(1, id).Run();

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static DateTimeOffset? TimeOf(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
