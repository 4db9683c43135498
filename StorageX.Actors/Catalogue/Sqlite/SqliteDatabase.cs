using SQLitePCL;

namespace StorageX.Catalogue.Sqlite;

/// <summary>
/// One connection to a SQLite database, for one caller at a time. Ours, on SQLite's own interface, since Microsoft.Data.Sqlite adds
/// 45 ms of processor time and 7 MiB to the start of a program, and then has 0.8 of the speed.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private static readonly Lazy<bool> Library = new(() =>
    {
        Batteries_V2.Init();
        return true;
    });

    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Whether a transaction has begun and not ended.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens a database that exists.</summary>
    /// <exception cref="SqliteException">It cannot be opened. Damage shows only when it is first read.</exception>
    public static SqliteDatabase Open(string path)
    {
        _ = Library.Value;
        var code = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code == raw.SQLITE_OK)
            return new SqliteDatabase(handle);
        using (handle)
            throw new SqliteException(code, raw.sqlite3_errstr(code).utf8_to_string());
    }

    /// <summary>Opens a database that exists, and closes it again where what is done first fails.</summary>
    /// <param name="path">The file.</param>
    /// <param name="first">What is done first; what it gives keeps the database.</param>
    /// <exception cref="SqliteException">It cannot be opened, or is found to be damaged.</exception>
    public static T Open<T>(string path, Func<SqliteDatabase, T> first)
    {
        var database = Open(path);
        try
        {
            return first(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>How long a call waits for somebody else's lock before it fails as busy.</summary>
    public void WaitWhenBusy(TimeSpan limit) => Check(raw.sqlite3_busy_timeout(_handle, (int)limit.TotalMilliseconds));

    /// <summary>Runs one or more commands whose rows nobody wants.</summary>
    /// <exception cref="SqliteException">One failed; those before it are done.</exception>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Runs commands whose failure changes nothing.</summary>
    public void TryExecute(string sql) => _ = raw.sqlite3_exec(_handle, sql);

    /// <summary>Compiles a command, which lives as long as the database.</summary>
    /// <exception cref="SqliteException">It does not fit the database's tables.</exception>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new SqliteStatement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>The integer that a query gives.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public long Integer(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        using var statement = new SqliteStatement(this, handle);
        return statement.Step() ? statement.Integer(0) : 0;
    }

    /// <summary>The last key that a table with AUTOINCREMENT gave; 0 when it gave none.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public long LastKey(string table) => Integer($"SELECT seq FROM sqlite_sequence WHERE name = '{table}'");

    /// <summary>Makes changes that nobody else's come between: all of them, or none.</summary>
    /// <exception cref="SqliteException">They cannot be made.</exception>
    public void Transact(Action change) => Transact(() =>
    {
        change();
        return true;
    });

    /// <inheritdoc cref="Transact(Action)"/>
    /// <returns>What <paramref name="change"/> gave.</returns>
    public T Transact<T>(Func<T> change)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = change();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // SQLite may have rolled back by itself; what went wrong is told by the exception under way.
            if (InTransaction)
                TryExecute("ROLLBACK");
            throw;
        }
    }

    /// <summary>Fails unless <paramref name="code"/> is success.</summary>
    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    /// <summary>What went wrong in the call that gave <paramref name="code"/>.</summary>
    public SqliteException Failure(int code) => new(code, raw.sqlite3_errmsg(_handle).utf8_to_string());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _handle.Dispose();
    }
}
