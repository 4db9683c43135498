using StorageX.Catalogue.Sqlite;

namespace StorageX.Catalogue;

/// <summary>The uploads in the catalogue. For one caller at a time; every method throws <see cref="SqliteException"/>.</summary>
/// <param name="database">Where the table is.</param>
internal sealed class UploadTable(SqliteDatabase database)
{
    /// <summary>How the table is made. An id is never given again, so that one noted yesterday cannot name another upload today.</summary>
    public const string Schema = """
        CREATE TABLE uploads (
            id       INTEGER PRIMARY KEY AUTOINCREMENT,
            name     TEXT NOT NULL,
            size     INTEGER NOT NULL,
            backend  TEXT NOT NULL,
            key      TEXT NOT NULL,
            format   INTEGER NOT NULL,
            pieces   INTEGER NOT NULL,
            finished INTEGER NOT NULL
        );
        """;

    private const string Columns = "id, name, size, backend, key, format, pieces, finished";
    private const string HealthColumns = "looked, state, missing, spare_images, spare_hosts, existence";
    private const int AfterColumns = 8;
    private SqliteStatement? _untraced;
    private SqliteStatement? _add;
    private SqliteStatement? _list;
    private SqliteStatement? _remove;
    private SqliteStatement? _known;
    private SqliteStatement? _note;

    /// <summary>Enters an upload; its id is given here.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="run">The number of the images that it names; null where they are not known.</param>
    public void Add(PastUpload upload, long? run = null) =>
        Bind(
            _add ??= database.Prepare($"INSERT INTO uploads (name, size, backend, key, format, pieces, finished, run, {HealthColumns}) VALUES (?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?1, ?2, ?3, ?4, ?5, ?6)"),
            upload.Health)
            .Bind(7, upload.Name).Bind(8, upload.Size).Bind(9, upload.Backend).Bind(10, upload.Key)
            .Bind(11, upload.Format).Bind(12, upload.Pieces).Bind(13, upload.FinishedAt.ToUnixTimeMilliseconds()).Bind(14, run).Run();

    /// <summary>The uploads, the newest first.</summary>
    /// <param name="nameContains">Only those whose name has this in it, whatever the case; null for all.</param>
    /// <param name="limit">How many at most.</param>
    public List<PastUpload> List(string? nameContains, int limit)
    {
        var found = new List<PastUpload>();
        var list = _list ??= database.Prepare($"SELECT {Columns}, {HealthColumns} FROM uploads ORDER BY id DESC");
        try
        {
            while (found.Count < limit && list.Step())
            {
                var name = list.Text(1);
                if (nameContains is null || name.Contains(nameContains, StringComparison.OrdinalIgnoreCase))
                    found.Add(Read(list, name) with { Health = ReadHealth(list, AfterColumns) });
            }
        }
        finally
        {
            list.Reset();
        }

        return found;
    }

    /// <summary>
    /// The uploads that can be read although pages are bad, from both ends up to the damage, the oldest first; with what was seen of them,
    /// unless the catalogue is of a version before that.
    /// </summary>
    public IReadOnlyCollection<PastUpload> Readable() =>
        Readable($"{Columns}, {HealthColumns}", row => Read(row, row.Text(1)) with { Health = ReadHealth(row, AfterColumns) }) is { Count: > 0 } found
            ? found : Readable(Columns, row => Read(row, row.Text(1)));

    /// <summary>An upload with the number of its images; null if there is none.</summary>
    public PastUpload? Find(long id) => Traced("WHERE id = ?1").Bind(1, id).Rows(ReadTraced).SingleOrDefault();

    /// <summary>The uploads with a key, each with the number of its images.</summary>
    public List<PastUpload> WithKey(string key) => Traced("WHERE key = ?1 ORDER BY id").Bind(1, key).Rows(ReadTraced);

    /// <summary>The uploads of which it is not known which images they name.</summary>
    public List<PastUpload> Untraced(int most) => (_untraced ??= Traced("WHERE run IS NULL ORDER BY id LIMIT ?1")).Bind(1, most).Rows(ReadTraced);

    /// <summary>Enters that it is known now.</summary>
    public void Trace(long id, long run) => database.Prepare("UPDATE uploads SET run = ?2 WHERE id = ?1 AND run IS NULL").Bind(1, id).Bind(2, run).Run();

    /// <summary>Gives an upload another key, and what belongs to it; nobody has looked at what that leads to.</summary>
    /// <param name="id">Its number, which it keeps.</param>
    /// <param name="key">The key.</param>
    /// <param name="backend">The backend that holds it now.</param>
    /// <param name="pieces">How many pieces it has now.</param>
    /// <param name="run">The number of the images that it names; null where they are not known.</param>
    public void Renew(long id, string key, string backend, int pieces, long? run) =>
        database.Prepare("UPDATE uploads SET key = ?2, backend = ?3, pieces = ?4, run = ?5, looked = NULL WHERE id = ?1").Bind(1, id).Bind(2, key).Bind(3, backend).Bind(4, pieces).Bind(5, run).Run();

    /// <summary>Enters how the uploads with a key are.</summary>
    /// <param name="key">The key.</param>
    /// <param name="note">What is entered where that was known before; null to leave it.</param>
    public void NoteHealth(string key, Func<PastHealth?, PastHealth?> note)
    {
        var known = _known ??= database.Prepare($"SELECT {HealthColumns}, id FROM uploads WHERE key = ?1");
        foreach (var (id, before) in known.Bind(1, key).Rows(row => (row.Integer(6), ReadHealth(row, 0))))
        {
            if (note(before) is { } health)
                Bind(_note ??= database.Prepare($"UPDATE uploads SET ({HealthColumns}) = (?1, ?2, ?3, ?4, ?5, ?6) WHERE id = ?7"), health).Bind(7, id).Run();
        }
    }

    /// <summary>Takes an upload out.</summary>
    public void Remove(long id) => (_remove ??= database.Prepare("DELETE FROM uploads WHERE id = ?1")).Bind(1, id).Run();

    private static SqliteStatement Bind(SqliteStatement statement, PastHealth? health) => statement
        .Bind(1, health?.LookedAt.ToUnixTimeMilliseconds()).Bind(2, (long?)health?.State).Bind(3, health?.Missing)
        .Bind(4, health?.SpareImages).Bind(5, health?.SpareHosts).Bind(6, health is null ? null : health.ExistenceOnly ? 1 : 0);

    // What only damage makes counts as nothing.
    private static PastHealth? ReadHealth(SqliteStatement row, int from)
    {
        if (row.IsNull(from) || row.Integer(from + 1) is var state && !Enum.IsDefined((HealthState)state))
            return null;
        return new PastHealth(UnixTime.From(row.Integer(from)), (HealthState)state)
        {
            Missing = Count(2),
            SpareImages = (int?)Count(3),
            SpareHosts = (int?)Count(4),
            ExistenceOnly = row.Integer(from + 5) != 0,
        };

        long? Count(int column) => row.IsNull(from + column) ? null : Math.Clamp(row.Integer(from + column), 0, int.MaxValue);
    }

    private SortedDictionary<long, PastUpload>.ValueCollection Readable(string columns, Func<SqliteStatement, PastUpload> read)
    {
        var found = new SortedDictionary<long, PastUpload>();
        foreach (var order in new[] { "ASC", "DESC" })
        {
            try
            {
                var rows = database.Prepare($"SELECT {columns} FROM uploads ORDER BY id {order}");
                while (rows.Step())
                    found[rows.Integer(0)] = read(rows);
            }
            catch (SqliteException)
            {
                // The damage begins here.
            }
        }

        return found.Values;
    }

    private SqliteStatement Traced(string which) => database.Prepare($"SELECT {Columns}, run FROM uploads {which}");

    private static PastUpload ReadTraced(SqliteStatement row) => Read(row, row.Text(1)) with { Run = row.IsNull(8) ? null : row.Integer(8) };

    private static PastUpload Read(SqliteStatement row, string name) => new(
        row.Integer(0), name, row.Integer(2), row.Text(3), row.Text(4), (int)row.Integer(5), (int)row.Integer(6), UnixTime.From(row.Integer(7)));
}
