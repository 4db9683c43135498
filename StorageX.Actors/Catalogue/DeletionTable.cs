using StorageX.Catalogue.Sqlite;

namespace StorageX.Catalogue;

/// <summary>An image that is being deleted, or was.</summary>
/// <param name="Seq">Its place among all that begins and ends in deletions.</param>
/// <param name="Owner">The process that deletes it.</param>
/// <param name="IsDone">Whether that has ended.</param>
internal sealed record Deletion(long Seq, string Owner, bool IsDone);

/// <summary>
/// The images that are being deleted, and those that were while somebody might have been storing them again. For one caller at a time;
/// every method throws <see cref="SqliteException"/>.
/// </summary>
/// <param name="database">Where the table is.</param>
internal sealed class DeletionTable(SqliteDatabase database)
{
    private SqliteStatement? _find;
    private SqliteStatement? _put;
    private SqliteStatement? _last;

    /// <summary>What is known of an image's deletion; null for nothing.</summary>
    public Deletion? Find(long image) => (_find ??= database.Prepare("SELECT seq, owner, done FROM deletions WHERE image = ?1")).Bind(1, image)
        .Rows(row => new Deletion(row.Integer(0), row.Text(1), row.Integer(2) != 0)).SingleOrDefault();

    /// <summary>Enters that a deletion begins, or ends; either has a place of its own in the order.</summary>
    public void Put(long image, string owner, bool done) =>
        (_put ??= database.Prepare("INSERT OR REPLACE INTO deletions (image, owner, done) VALUES (?1, ?2, ?3)")).Bind(1, image).Bind(2, owner).Bind(3, done ? 1 : 0).Run();

    /// <summary>The place of the last one in the order.</summary>
    public long Last() => (_last ??= database.Prepare("SELECT seq FROM sqlite_sequence WHERE name = 'deletions'")).Rows(row => row.Integer(0)).SingleOrDefault();

    /// <summary>Those that have begun and not ended.</summary>
    public List<(long Image, string Owner)> Open() => database.Prepare("SELECT image, owner FROM deletions WHERE done = 0").Rows(row => (row.Integer(0), row.Text(1)));

    /// <summary>Forgets those that have ended.</summary>
    public void Tidy() => database.Execute("DELETE FROM deletions WHERE done = 1");
}
