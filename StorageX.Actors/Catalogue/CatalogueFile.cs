using System.Security.Cryptography;
using SQLitePCL;
using StorageX.Catalogue.Sqlite;
using StorageX.Files;

namespace StorageX.Catalogue;

/// <summary>
/// The file that the catalogue is in. It appears under its name whole, with its tables, so that no other process ever meets
/// half of it. Nothing here opens it but SQLite: closing any other handle to it would take SQLite's locks away (POSIX).
/// </summary>
/// <param name="path">Its full path.</param>
/// <param name="time">Dates the name of a damaged one.</param>
internal sealed class CatalogueFile(string path, TimeProvider time)
{
    /// <summary>The tables' version, kept as <c>user_version</c>.</summary>
    public static int Version => CatalogueSchema.Version;

    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];
    private long? _identity;

    /// <summary>Opens the file, and makes it first if there is none.</summary>
    /// <exception cref="SqliteException">It is damaged, or SQLite cannot work with it.</exception>
    /// <exception cref="NotSupportedException">A newer program made it; it was not touched.</exception>
    /// <exception cref="IOException">The file system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refuses.</exception>
    public SqliteDatabase Open()
    {
        if (Directory.Exists(path))
            throw new SqliteException(raw.SQLITE_NOTADB, "it is a directory");
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
            Make(replace: file.Exists);
        PrivateFile.Close(path);
        foreach (var companion in Companions.Where(companion => File.Exists(path + companion)))
            PrivateFile.Close(path + companion);
        return SqliteDatabase.Open(path, database =>
        {
            database.WaitWhenBusy(PieceCatalogue.BusyTimeout);
            database.Execute("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -256");
            CheckVersion(database.Integer("PRAGMA user_version"));
            _identity = database.Integer("PRAGMA application_id");
            Upgrade(database);
            return database;
        });
    }

    /// <summary>
    /// Moves a damaged file aside and opens a fresh one, unless another process has done so already. The uploads that can
    /// still be read come along, since a key that is forgotten is a file that is lost; the pieces don't, since a wrong one
    /// would be worse than none.
    /// </summary>
    /// <returns>The fresh one; the damaged one's new name, null when it was another process that moved it; how many uploads came along.</returns>
    public (SqliteDatabase Database, string? Aside, int Carried) Replace()
    {
        if (OpenAnother() is { } another)
            return (another, null, 0);
        var aside = MoveAside();
        var database = Open();
        return (database, aside, Carry(aside, database));
    }

    private static int Carry(string damaged, SqliteDatabase fresh)
    {
        try
        {
            using var old = SqliteDatabase.Open(damaged);
            var uploads = new UploadTable(old).Readable();
            var table = new UploadTable(fresh);
            fresh.Transact(() =>
            {
                foreach (var upload in uploads)
                    table.Add(upload);
            });
            return uploads.Count;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    private static void CheckVersion(long version)
    {
        if (version > Version)
            throw new NotSupportedException($"its version is {version}, and this program knows {Version}: a newer StorageX made it");
        if (version < 1)
            throw new SqliteException(raw.SQLITE_NOTADB, "it holds no catalogue");
    }

    // Whoever opens one of before takes it to this version; several at once wait for each other.
    private static void Upgrade(SqliteDatabase database)
    {
        if (database.Integer("PRAGMA user_version") >= Version)
            return;
        database.Transact(() =>
        {
            if (database.Integer("PRAGMA user_version") is var version && version < Version)
                database.Execute(CatalogueSchema.From(version));
        });
    }

    private SqliteDatabase? OpenAnother()
    {
        var damaged = _identity;
        try
        {
            var database = Open();
            if (_identity != damaged)
                return database;
            database.Dispose();
            return null;
        }
        catch (SqliteException error) when (error.IsDamage)
        {
            return null;
        }
    }

    private void Make(bool replace)
    {
        var fresh = $"{path}.new-{Guid.NewGuid():n}";
        try
        {
            PrivateFile.TryCreate(fresh, []);
            using (var database = SqliteDatabase.Open(fresh))
            {
                // The identity tells a fresh catalogue from the damaged one that it stands for.
                database.Execute($"""
                    PRAGMA journal_mode = WAL;
                    BEGIN;
                    {CatalogueSchema.From(0)}
                    PRAGMA application_id = {RandomNumberGenerator.GetInt32(1, int.MaxValue)};
                    COMMIT;
                    """);
            }

            // Where another process was quicker, its file serves as well.
            if (replace)
                FileDoor.Replace(fresh, path);
            else
                PrivateFile.TryName(fresh, path);
        }
        finally
        {
            File.Delete(fresh);
            foreach (var companion in Companions)
                File.Delete(fresh + companion);
        }
    }

    private string MoveAside()
    {
        var name = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        var aside = name;
        for (var copy = 2; Path.Exists(aside); copy++)
            aside = $"{name}-{copy}";

        // The log goes first: left behind, SQLite would play it into the fresh file.
        foreach (var companion in Companions.Where(companion => File.Exists(path + companion)))
            FileDoor.Move(path + companion, aside + companion);
        if (Directory.Exists(path))
            Directory.Move(path, aside);
        else
            FileDoor.Move(path, aside);
        return aside;
    }
}
