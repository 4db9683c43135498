using SQLitePCL;

namespace StorageX.Catalogue.Sqlite;

/// <summary>SQLite refused something.</summary>
/// <param name="code">SQLite's result code, <see href="https://www.sqlite.org/rescode.html"/>.</param>
/// <param name="message">SQLite's own words.</param>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>The primary result code.</summary>
    public int Code { get; } = code & 0xff;

    /// <summary>Whether the file is no database, has bad pages, or lacks the tables it should have.</summary>
    public bool IsDamage => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR;

    /// <summary>Whether somebody else held the database for longer than the busy timeout.</summary>
    public bool IsBusy => Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
