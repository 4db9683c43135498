using StorageX.Catalogue.Sqlite;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Pacing;

namespace StorageX.Catalogue;

/// <summary>
/// What was spent of the budgets of hosts, in a file beside the catalogue that all processes share. It is made at the first use.
/// What fails in it stops no transfer: the process then counts by itself, and <see cref="Warning"/> says so. A damaged file is made anew.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class BudgetFile(string path) : IBudgetLedger, IDisposable
{
    /// <summary>Its name in the data directory.</summary>
    public const string Name = "budgets.db";

    private readonly Lock _gate = new();
    private readonly BudgetMemory _memory = new();
    private SpentTable? _table;
    private bool _replaced;
    private bool _closed;
    private volatile string? _warning;

    /// <summary>What went wrong first, in one line; null while nothing has.</summary>
    public string? Warning => _warning;

    /// <inheritdoc/>
    public bool TrySpend(string host, IReadOnlyList<ImageBudget> budgets, DateTimeOffset now, out DateTimeOffset at)
    {
        // Counted in memory too, so that the count goes on when the file fails.
        var may = _memory.TrySpend(host, budgets, now, out at);
        if (Attempt(table => table.TrySpend(host, budgets, now)) is not { } shared)
            return may;
        if (may && !shared.May)
            _memory.Refund(host, at);
        at = shared.At;
        return shared.May;
    }

    /// <inheritdoc/>
    public void Refund(string host, DateTimeOffset at)
    {
        _memory.Refund(host, at);
        Attempt(table =>
        {
            table.Refund(host, at);
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
            _closed = true;
        }
    }

    private T? Attempt<T>(Func<SpentTable, T> work)
        where T : struct
    {
        lock (_gate)
        {
            while (!_closed)
            {
                try
                {
                    return work(_table ??= Open());
                }
                catch (SqliteException error) when (error.IsDamage && !_replaced)
                {
                    _replaced = true;
                    Fail(error, "it is made anew, and what was spent before is forgotten");
                    Close();
                    if (!TryDelete())
                        return null;
                }
                catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
                {
                    Fail(error, "only what this program stores now is counted");
                    return null;
                }
            }

            return null;
        }
    }

    private SpentTable Open()
    {
        PrivateFile.TryCreate(path, []);
        return SqliteDatabase.Open(path, database =>
        {
            database.WaitWhenBusy(PieceCatalogue.BusyTimeout);
            return new SpentTable(database);
        });
    }

    private bool TryDelete()
    {
        try
        {
            File.Delete(path);
            File.Delete(path + "-journal");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Fail(Exception error, string consequence) => _warning ??= $"{path}: the budgets of hosts cannot be kept ({SystemWords.Of(error)}); {consequence}";

    private void Close()
    {
        _table?.Dispose();
        _table = null;
    }
}
