using StorageX.Catalogue.Sqlite;
using StorageX.Pacing;

namespace StorageX.Catalogue;

/// <summary>The images that were stored on hosts that have budgets. For one caller at a time; every method throws <see cref="SqliteException"/>.</summary>
/// <param name="database">Where the table is, disposed with this.</param>
internal sealed class SpentTable(SqliteDatabase database) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS spent (
            host   TEXT NOT NULL,
            at     INTEGER NOT NULL,
            images INTEGER NOT NULL,
            PRIMARY KEY (host, at)
        ) WITHOUT ROWID
        """;

    private readonly SqliteStatement _list = Made(database).Prepare("SELECT at, images FROM spent WHERE host = ?1 ORDER BY at");
    private readonly SqliteStatement _add = database.Prepare("INSERT INTO spent (host, at, images) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET images = images + 1");
    private readonly SqliteStatement _take = database.Prepare("UPDATE spent SET images = images - 1 WHERE host = ?1 AND at = ?2 AND images > 0");
    private readonly SqliteStatement _remove = database.Prepare("DELETE FROM spent WHERE host = ?1 AND at = ?2");

    /// <summary>Spends an image, as <see cref="IBudgetLedger.TrySpend"/> says; no other process comes between looking and spending.</summary>
    public (bool May, DateTimeOffset At) TrySpend(string host, IReadOnlyList<ImageBudget> budgets, DateTimeOffset now) => database.Transact(() =>
    {
        var spent = List(host).ToLookup(entry => BudgetWindow.IsPast(budgets, entry.At, now));
        foreach (var past in spent[true])
            Named(_remove, host, past.At).Run();
        var free = BudgetWindow.FreeAt(budgets, [.. spent[false]], now);
        var at = free > now ? free : BudgetWindow.Stamp(budgets, now);
        if (free <= now)
            Named(_add, host, at).Run();
        return (free <= now, at);
    });

    /// <summary>Takes an image back.</summary>
    public void Refund(string host, DateTimeOffset at) => Named(_take, host, at).Run();

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    private static SqliteDatabase Made(SqliteDatabase database)
    {
        database.Execute(Schema);
        return database;
    }

    private static SqliteStatement Named(SqliteStatement statement, string host, DateTimeOffset at) =>
        statement.Bind(1, host).Bind(2, at.ToUnixTimeMilliseconds());

    private List<SpentImages> List(string host) =>
        _list.Bind(1, host).Rows(row => new SpentImages(UnixTime.From(row.Integer(0)), (int)row.Integer(1)));
}
