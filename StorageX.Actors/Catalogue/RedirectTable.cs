using StorageX.Catalogue.Sqlite;
using StorageX.Manifests;

namespace StorageX.Catalogue;

/// <summary>
/// Which upload of the history has the file of a key that was replaced, by a digest of the key. For one caller at a time; every method throws
/// <see cref="SqliteException"/>.
/// </summary>
/// <param name="database">Where the table is.</param>
internal sealed class RedirectTable(SqliteDatabase database)
{
    private SqliteStatement? _find;
    private SqliteStatement? _put;
    private SqliteStatement? _follow;
    private SqliteStatement? _remove;

    /// <summary>The key that the upload has now; null where none has the file of this one.</summary>
    public string? Find(ShareKey old) => (_find ??= database.Prepare("SELECT uploads.key FROM redirects JOIN uploads ON uploads.id = redirects.upload WHERE old = ?1"))
        .Bind(1, IdOf(old)).Rows(row => row.Text(0)).SingleOrDefault();

    /// <summary>Enters that an upload has the file of a key.</summary>
    public void Put(ShareKey old, long upload) => (_put ??= database.Prepare("INSERT OR REPLACE INTO redirects (old, upload) VALUES (?1, ?2)")).Bind(1, IdOf(old)).Bind(2, upload).Run();

    /// <summary>Has those that lead to one upload lead to another.</summary>
    public void Follow(long from, long to) =>
        (_follow ??= database.Prepare("UPDATE redirects SET upload = ?2 WHERE upload = ?1")).Bind(1, from).Bind(2, to).Run();

    /// <summary>Takes out those that lead to an upload.</summary>
    public void Remove(long upload) => (_remove ??= database.Prepare("DELETE FROM redirects WHERE upload = ?1")).Bind(1, upload).Run();

    // Without its further places: who holds the key may have it from before they were added, or has lost them.
    private static long IdOf(ShareKey key) => ImageId.Of(new ShareKey(key.Locator, key.Secret).ToString());
}
