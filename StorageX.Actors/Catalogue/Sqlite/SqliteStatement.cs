using System.Text;
using SQLitePCL;

namespace StorageX.Catalogue.Sqlite;

/// <summary>
/// A compiled command. Its parameters count from 1, its columns from 0. After the last <see cref="Step"/> it is
/// <see cref="Reset"/>, or it would hold its lock.
/// </summary>
/// <param name="database">The connection that it belongs to.</param>
/// <param name="handle">SQLite's handle.</param>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    /// <summary>Sets a text, NUL characters included.</summary>
    public SqliteStatement Bind(int index, string value)
    {
        // SQLite takes a pointer to nothing for NULL, and .NET has no other for an empty span.
        database.Check(value.Length == 0
            ? raw.sqlite3_bind_text(handle, index, "")
            : raw.sqlite3_bind_text(handle, index, Encoding.UTF8.GetBytes(value)));
        return this;
    }

    /// <summary>Sets bytes, or NULL.</summary>
    public SqliteStatement Bind(int index, byte[]? value)
    {
        database.Check(value switch
        {
            null => raw.sqlite3_bind_null(handle, index),
            [] => raw.sqlite3_bind_zeroblob(handle, index, 0),
            _ => raw.sqlite3_bind_blob(handle, index, value),
        });
        return this;
    }

    /// <summary>Sets an integer, or NULL.</summary>
    public SqliteStatement Bind(int index, long? value)
    {
        database.Check(value is { } number ? raw.sqlite3_bind_int64(handle, index, number) : raw.sqlite3_bind_null(handle, index));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SqliteException">The command failed.</exception>
    public bool Step() => raw.sqlite3_step(handle) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw database.Failure(code),
    };

    /// <summary>Runs a command that gives no rows.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        try
        {
            while (Step())
            {
                // Nobody wants its rows.
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs a query to its end.</summary>
    /// <param name="read">What one row gives.</param>
    /// <exception cref="SqliteException">It failed.</exception>
    public List<T> Rows<T>(Func<SqliteStatement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Step())
                rows.Add(read(this));
        }
        finally
        {
            Reset();
        }

        return rows;
    }

    /// <summary>Ends the command and gives its lock back; it can be run again.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    /// <summary>A column as text, NUL characters included.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    /// <summary>A column as bytes; null for NULL.</summary>
    public byte[]? Blob(int column) =>
        raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_blob(handle, column).ToArray();

    /// <summary>Whether a column is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>A column as an integer.</summary>
    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
