using StorageX.Catalogue.Sqlite;

namespace StorageX.Catalogue;

/// <summary>The pieces in the catalogue. For one caller at a time; every method throws <see cref="SqliteException"/>.</summary>
/// <param name="database">Where the table is.</param>
internal sealed class PieceTable(SqliteDatabase database)
{
    /// <summary>How the table is made: found by its primary key alone, which is the table.</summary>
    public const string Schema = """
        CREATE TABLE pieces (
            backend TEXT NOT NULL,
            variant TEXT NOT NULL,
            digest  BLOB NOT NULL,
            size    INTEGER NOT NULL,
            locator TEXT NOT NULL,
            secret  BLOB,
            stored  INTEGER NOT NULL,
            checked INTEGER NOT NULL,
            seal    BLOB NOT NULL,
            PRIMARY KEY (backend, variant, digest)
        ) WITHOUT ROWID;
        """;

    /// <summary>How one is looked up.</summary>
    public const string FindSql =
        "SELECT size, locator, secret, stored, checked, seal FROM pieces WHERE backend = ?1 AND variant = ?2 AND digest = ?3";

    private const string PutSql = """
        INSERT INTO pieces (backend, variant, digest, size, locator, secret, stored, checked, seal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
        ON CONFLICT DO UPDATE SET size = ?4, locator = ?5, secret = ?6, stored = ?7, checked = ?7, seal = ?8
        """;

    // Whatever a backend is called and however the piece was encoded: each pair of names is found by one look into the key, not by
    // reading the table.
    private const string Encoded = """
        WITH RECURSIVE
            named(backend) AS (
                SELECT MIN(backend) FROM pieces
                UNION ALL
                SELECT (SELECT MIN(backend) FROM pieces WHERE backend > named.backend) FROM named WHERE backend IS NOT NULL),
            encoded(backend, variant) AS (
                SELECT backend, (SELECT MIN(variant) FROM pieces WHERE backend = named.backend) FROM named WHERE backend IS NOT NULL
                UNION ALL
                SELECT backend, (SELECT MIN(variant) FROM pieces WHERE backend = encoded.backend AND variant > encoded.variant)
                FROM encoded WHERE variant IS NOT NULL)
        """;

    private const string AtSql = "WHERE digest = ?1 AND locator = ?2 AND (backend, variant) IN (SELECT backend, variant FROM encoded WHERE variant IS NOT NULL)";

    private SqliteStatement? _after;
    private SqliteStatement? _find;
    private SqliteStatement? _put;
    private SqliteStatement? _mark;
    private SqliteStatement? _remove;
    private SqliteStatement? _removeAt;
    private SqliteStatement? _removeLost;
    private SqliteStatement? _doubt;
    private SqliteStatement? _doubtAt;

    /// <summary>Looks a piece up; an entry whose seal is broken counts as none.</summary>
    public StoredPiece? Find(in PieceId piece)
    {
        var find = Name(_find ??= database.Prepare(FindSql), piece);
        try
        {
            if (!find.Step())
                return null;
            var locator = find.Text(1);
            var secret = find.Blob(2);
            return PieceSeal.Of(piece, find.Integer(0), locator, secret).AsSpan().SequenceEqual(find.Blob(5))
                ? new StoredPiece(locator, secret, UnixTime.From(find.Integer(3)), UnixTime.From(find.Integer(4)))
                : null;
        }
        finally
        {
            find.Reset();
        }
    }

    /// <summary>The next pieces by their names.</summary>
    public List<PieceEntry> After(in PieceId last, int most) => Name(
        _after ??= database.Prepare("SELECT backend, variant, digest, locator, stored FROM pieces WHERE (backend, variant, digest) > (?1, ?2, ?3) ORDER BY backend, variant, digest LIMIT ?4"), last)
        .Bind(4, most).Rows(row => new PieceEntry(new PieceId(row.Text(0), row.Text(1), row.Blob(2) ?? []), row.Text(3), UnixTime.From(row.Integer(4))));

    /// <summary>Enters a piece, over the entry it may have.</summary>
    public void Put(in PieceId piece, int size, string locator, byte[]? secret, DateTimeOffset now) =>
        Name(_put ??= database.Prepare(PutSql), piece)
            .Bind(4, size).Bind(5, locator).Bind(6, secret).Bind(7, now.ToUnixTimeMilliseconds())
            .Bind(8, PieceSeal.Of(piece, size, locator, secret)).Run();

    /// <summary>Notes that the backend has a piece, if it is entered.</summary>
    public void MarkChecked(in PieceId piece, DateTimeOffset now) =>
        Name(_mark ??= database.Prepare("UPDATE pieces SET checked = ?4 WHERE backend = ?1 AND variant = ?2 AND digest = ?3"), piece)
            .Bind(4, now.ToUnixTimeMilliseconds()).Run();

    /// <summary>Notes of all pieces of a backend that nobody has seen it to have them.</summary>
    public void Doubt(string backend) =>
        (_doubt ??= database.Prepare("UPDATE pieces SET checked = 0 WHERE backend = ?1 AND checked <> 0")).Bind(1, backend).Run();

    /// <summary>Takes a piece out.</summary>
    public void Remove(in PieceId piece) =>
        Name(_remove ??= database.Prepare("DELETE FROM pieces WHERE backend = ?1 AND variant = ?2 AND digest = ?3"), piece).Run();

    /// <summary>Takes out the pieces that have a locator; all entries of the backend are looked at.</summary>
    public void RemoveAt(string backend, string locator) =>
        (_removeAt ??= database.Prepare("DELETE FROM pieces WHERE backend = ?1 AND locator = ?2")).Bind(1, backend).Bind(2, locator).Run();

    /// <summary>Takes out the entries of a piece that have a locator, under whatever names; those that have another stay.</summary>
    public void RemoveLost(byte[] digest, string locator) =>
        (_removeLost ??= database.Prepare($"{Encoded} DELETE FROM pieces {AtSql}")).Bind(1, digest).Bind(2, locator).Run();

    /// <summary>Notes of the entries of a piece that have a locator, under whatever names, that nobody has seen the backend to have it.</summary>
    public void DoubtAt(byte[] digest, string locator) =>
        (_doubtAt ??= database.Prepare($"{Encoded} UPDATE pieces SET checked = 0 {AtSql}")).Bind(1, digest).Bind(2, locator).Run();

    private static SqliteStatement Name(SqliteStatement statement, in PieceId piece) =>
        statement.Bind(1, piece.Backend).Bind(2, piece.Variant).Bind(3, piece.Digest);
}
