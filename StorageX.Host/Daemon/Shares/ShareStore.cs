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
    public long Last => _database.Integer("SELECT seq FROM sqlite_sequence WHERE name = 'shares'");

    /// <summary>Opens the file, and makes it first if there is none.</summary>
    /// <exception cref="SettingsException">It is no such file, is damaged, or cannot be written.</exception>
    public static ShareStore Open(string path) => new(DaemonDatabase.Open(path, Schema, version: 1, "the shares"));

    /// <summary>All shares.</summary>
    public IReadOnlyList<Share> All()
    {
        var shares = new List<Share>();
        var rows = _database.Prepare(
            "SELECT id, token_hash, sealed_key, name, size, created, served, ifnull(file_created, 0), ifnull(expires, 0), ifnull(max_downloads, 0), ifnull(revoked, 0) FROM shares ORDER BY id");
        while (rows.Step())
        {
            shares.Add(new Share
            {
                Id = rows.Integer(0),
                TokenHash = rows.Blob(1)!,
                SealedKey = rows.Blob(2),
                Name = rows.Text(3),
                Size = rows.Integer(4),
                Created = TimeOf(rows.Integer(5))!.Value,
                Served = rows.Integer(6),
                FileCreated = TimeOf(rows.Integer(7)),
                Expires = TimeOf(rows.Integer(8)),
                MaxDownloads = rows.Integer(9) is > 0 and var most ? (int)most : null,
                Revoked = TimeOf(rows.Integer(10)),
            });
        }

        rows.Reset();
        return shares;
    }

    /// <summary>Keeps a share as it is now.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Put(Share share) => BindOrNull(BindOrNull(BindOrNull(BindOrNull(
        _put.Bind(1, share.Id).Bind(2, share.TokenHash).Bind(3, share.SealedKey).Bind(4, share.Name).Bind(5, share.Size).Bind(7, Ticks(share.Created)!.Value).Bind(10, share.Served),
        6, Ticks(share.FileCreated)), 8, Ticks(share.Expires)), 9, share.MaxDownloads), 11, Ticks(share.Revoked)).Run();

    /// <summary>Keeps how much a share has given.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void PutServed(Share share) => _served.Bind(1, share.Id).Bind(2, share.Served).Run();

    /// <summary>Forgets a share.</summary>
    /// <exception cref="SqliteException">That cannot be written.</exception>
    public void Remove(long id) => _remove.Bind(1, id).Run();

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static SqliteStatement BindOrNull(SqliteStatement statement, int index, long? value) =>
        value is { } number ? statement.Bind(index, number) : statement.Bind(index, (byte[]?)null);

    private static long? Ticks(DateTimeOffset? time) => time?.UtcTicks;

    private static DateTimeOffset? TimeOf(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
