using StorageX.Catalogue.Sqlite;

namespace StorageX.Catalogue;

/// <summary>An upload under way.</summary>
/// <param name="Id">Its number, which the images that it names have.</param>
/// <param name="Owner">The process that it runs in.</param>
/// <param name="Started">When it began.</param>
internal sealed record Run(long Id, string Owner, DateTimeOffset Started);

/// <summary>The uploads under way, and those that were forgotten. For one caller at a time; every method throws <see cref="SqliteException"/>.</summary>
/// <param name="database">Where the tables are.</param>
internal sealed class RunTable(SqliteDatabase database)
{
    private SqliteStatement? _begin;
    private SqliteStatement? _end;

    /// <summary>Enters an upload that begins, and gives its number.</summary>
    public long Begin(string owner, DateTimeOffset now) => (_begin ??= database.Prepare("INSERT INTO runs (owner, started) VALUES (?1, ?2) RETURNING id"))
        .Bind(1, owner).Bind(2, now.ToUnixTimeMilliseconds()).Rows(row => row.Integer(0)).Single();

    /// <summary>Takes out one that has ended, or that was entered in the history.</summary>
    public void End(long run) => (_end ??= database.Prepare("DELETE FROM runs WHERE id = ?1")).Bind(1, run).Run();

    /// <summary>Those under way.</summary>
    public List<Run> List() => database.Prepare("SELECT id, owner, started FROM runs").Rows(row => new Run(row.Integer(0), row.Text(1), UnixTime.From(row.Integer(2))));

    /// <summary>Enters one that left the history and whose images stay.</summary>
    public void Forget(long run, long root) => database.Prepare("INSERT OR REPLACE INTO forgotten (run, root) VALUES (?1, ?2)").Bind(1, run).Bind(2, root).Run();

    /// <summary>Those of the forgotten whose root is this image.</summary>
    public List<long> Forgotten(long root) => database.Prepare("SELECT run FROM forgotten WHERE root = ?1").Bind(1, root).Rows(row => row.Integer(0));

    /// <summary>Takes out one whose images were deleted.</summary>
    public void RemoveForgotten(long run) => database.Prepare("DELETE FROM forgotten WHERE run = ?1").Bind(1, run).Run();
}
