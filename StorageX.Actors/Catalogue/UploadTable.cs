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
    private SqliteStatement? _untraced;
    private SqliteStatement? _add;
    private SqliteStatement? _list;
    private SqliteStatement? _remove;

    /// <summary>Enters an upload; its id is given here.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="run">The number of the images that it names; null where they are not known.</param>
    public void Add(PastUpload upload, long? run = null) =>
        (_add ??= database.Prepare("INSERT INTO uploads (name, size, backend, key, format, pieces, finished, run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"))
            .Bind(1, upload.Name).Bind(2, upload.Size).Bind(3, upload.Backend).Bind(4, upload.Key)
            .Bind(5, upload.Format).Bind(6, upload.Pieces).Bind(7, upload.FinishedAt.ToUnixTimeMilliseconds()).Bind(8, run).Run();

    /// <summary>The uploads, the newest first.</summary>
    /// <param name="nameContains">Only those whose name has this in it, whatever the case; null for all.</param>
    /// <param name="limit">How many at most.</param>
    public List<PastUpload> List(string? nameContains, int limit)
    {
        var found = new List<PastUpload>();
        var list = _list ??= database.Prepare($"SELECT {Columns} FROM uploads ORDER BY id DESC");
        try
        {
            while (found.Count < limit && list.Step())
            {
                var name = list.Text(1);
                if (nameContains is null || name.Contains(nameContains, StringComparison.OrdinalIgnoreCase))
                    found.Add(Read(list, name));
            }
        }
        finally
        {
            list.Reset();
        }

        return found;
    }

    /// <summary>The uploads that can be read although pages are bad, from both ends up to the damage; the oldest first.</summary>
    public IReadOnlyCollection<PastUpload> Readable()
    {
        var found = new SortedDictionary<long, PastUpload>();
        foreach (var order in new[] { "ASC", "DESC" })
        {
            try
            {
                var rows = database.Prepare($"SELECT {Columns} FROM uploads ORDER BY id {order}");
                while (rows.Step())
                    found[rows.Integer(0)] = Read(rows, rows.Text(1));
            }
            catch (SqliteException)
            {
                // The damage begins here.
            }
        }

        return found.Values;
    }

    /// <summary>An upload with the number of its images; null if there is none.</summary>
    public PastUpload? Find(long id) => Traced("WHERE id = ?1").Bind(1, id).Rows(ReadTraced).SingleOrDefault();

    /// <summary>The uploads with a key, each with the number of its images.</summary>
    public List<PastUpload> WithKey(string key) => Traced("WHERE key = ?1 ORDER BY id").Bind(1, key).Rows(ReadTraced);

    /// <summary>The uploads of which it is not known which images they name.</summary>
    public List<PastUpload> Untraced(int most) => (_untraced ??= Traced("WHERE run IS NULL ORDER BY id LIMIT ?1")).Bind(1, most).Rows(ReadTraced);

    /// <summary>Enters that it is known now.</summary>
    public void Trace(long id, long run) => database.Prepare("UPDATE uploads SET run = ?2 WHERE id = ?1 AND run IS NULL").Bind(1, id).Bind(2, run).Run();

    /// <summary>Takes an upload out.</summary>
    public void Remove(long id) => (_remove ??= database.Prepare("DELETE FROM uploads WHERE id = ?1")).Bind(1, id).Run();

    private SqliteStatement Traced(string which) => database.Prepare($"SELECT {Columns}, run FROM uploads {which}");

    private static PastUpload ReadTraced(SqliteStatement row) => Read(row, row.Text(1)) with { Run = row.IsNull(8) ? null : row.Integer(8) };

    private static PastUpload Read(SqliteStatement row, string name) => new(
        row.Integer(0), name, row.Integer(2), row.Text(3), row.Text(4), (int)row.Integer(5), (int)row.Integer(6), UnixTime.From(row.Integer(7)));
}
