using System.Globalization;
using StorageX.Backends;
using StorageX.Catalogue.Sqlite;

namespace StorageX.Catalogue;

/// <summary>
/// The images in the catalogue, and which uploads name them. For one caller at a time; every method throws <see cref="SqliteException"/>.
/// An upload counts while it is in the history, was forgotten, or is under way.
/// </summary>
/// <param name="database">Where the tables are.</param>
internal sealed class ImageTable(SqliteDatabase database)
{
    private const string Counts = """
        (EXISTS (SELECT 1 FROM uploads WHERE uploads.run = uses.run) OR EXISTS (SELECT 1 FROM forgotten WHERE forgotten.run = uses.run)
        OR EXISTS (SELECT 1 FROM runs WHERE runs.id = uses.run))
        """;

    // What deletes an image is told by its first upload alone where a host answers another with the image that it has.
    private const string EnterSql = """
        INSERT INTO images (id, locator, backend, digest, deletion, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET digest = COALESCE(?4, digest), deletion = COALESCE(?5, deletion), seal = IIF(?5 IS NULL, seal, ?6) WHERE locator = ?2
        """;

    private readonly Dictionary<string, SqliteStatement> _statements = [];

    /// <summary>Enters an image, or what is new of it.</summary>
    public void Enter(string backend, StoredImage image, byte[]? digest)
    {
        var statement = Of(EnterSql).Bind(1, ImageId.Of(image.Locator)).Bind(2, image.Locator).Bind(3, backend).Bind(4, digest);
        (image.Deletion is { } deletion ? statement.Bind(5, deletion) : statement.Bind(5, (long?)null)).Bind(6, ImageId.SealOf(image.Locator, image.Deletion)).Run();
    }

    /// <summary>Enters that an upload names an image.</summary>
    public void Use(long run, long image) => Of("INSERT OR IGNORE INTO uses (run, image) VALUES (?1, ?2)").Bind(1, run).Bind(2, image).Run();

    /// <summary>An image; null if there is none, or its entry was altered.</summary>
    public KnownImage? Find(long id) => Of("SELECT locator, backend, digest, deletion, seal FROM images WHERE id = ?1").Bind(1, id).Rows(row =>
    {
        var image = new StoredImage(row.Text(0), row.Blob(3) is null ? null : row.Text(3));
        return ImageId.Of(image.Locator) == id && ImageId.SealOf(image.Locator, image.Deletion) == row.Integer(4)
            ? new KnownImage(id, row.Text(1), image, row.Blob(2)) : null;
    }).SingleOrDefault();

    /// <summary>Whether an image is entered, altered or not.</summary>
    public bool Has(long id) => Of("SELECT 1 FROM images WHERE id = ?1").Bind(1, id).Rows(_ => true).Count > 0;

    /// <summary>Whether an upload that counts names an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="except">Uploads that are not asked.</param>
    public bool IsNamed(long image, IReadOnlyCollection<long> except)
    {
        var others = string.Join(',', except.Select(run => run.ToString(CultureInfo.InvariantCulture)));
        return Of($"SELECT 1 FROM uses WHERE image = ?1 AND run NOT IN ({others}) AND {Counts} LIMIT 1").Bind(1, image).Rows(_ => true).Count > 0;
    }

    /// <summary>The next images that an upload names, by ascending id; of all that are entered for null.</summary>
    public List<long> After(long? run, long last, int most) => (run is { } one
        ? Of("SELECT image FROM uses WHERE run = ?1 AND image > ?2 ORDER BY image LIMIT ?3").Bind(1, one).Bind(2, last).Bind(3, most)
        : Of("SELECT id FROM images WHERE id > ?1 ORDER BY id LIMIT ?2").Bind(1, last).Bind(2, most)).Rows(row => row.Integer(0));

    /// <summary>How many images an upload names; how many are entered in all for null.</summary>
    public long Count(long? run) => run is { } one
        ? Of("SELECT COUNT(*) FROM uses WHERE run = ?1").Bind(1, one).Rows(row => row.Integer(0)).Single()
        : Of("SELECT COUNT(*) FROM images").Rows(row => row.Integer(0)).Single();

    /// <summary>Takes out an image, and whoever names it.</summary>
    public void Remove(long image)
    {
        Of("DELETE FROM images WHERE id = ?1").Bind(1, image).Run();
        Of("DELETE FROM uses WHERE image = ?1").Bind(1, image).Run();
    }

    /// <summary>Takes out that an upload names an image.</summary>
    public void RemoveUse(long run, long image) => Of("DELETE FROM uses WHERE run = ?1 AND image = ?2").Bind(1, run).Bind(2, image).Run();

    /// <summary>Takes out some of what an upload names that does not count any more.</summary>
    /// <returns>Whether there was something.</returns>
    public bool RemoveUses(long run, int most)
    {
        var images = After(run, long.MinValue, most);
        foreach (var image in images)
            RemoveUse(run, image);
        return images.Count > 0;
    }

    /// <summary>The next upload that names images and does not count; null if there is none.</summary>
    public long? UncountedAfter(long last)
    {
        while (Of("SELECT run FROM uses WHERE run > ?1 ORDER BY run LIMIT 1").Bind(1, last).Rows(row => row.Integer(0)) is [var run])
        {
            if (!Counted(run))
                return run;
            last = run;
        }

        return null;
    }

    /// <summary>Whether what an upload names counts.</summary>
    public bool Counted(long run) => Of($"SELECT 1 FROM (SELECT ?1 AS run) AS uses WHERE {Counts}").Bind(1, run).Rows(_ => true).Count > 0;

    /// <summary>Enters that one upload names all that another names.</summary>
    public void UseAll(long from, long to) =>
        Of("INSERT INTO uses (run, image) SELECT ?2, image FROM uses AS one WHERE run = ?1 AND NOT EXISTS (SELECT 1 FROM uses WHERE run = ?2 AND image = one.image)").Bind(1, from).Bind(2, to).Run();

    /// <summary>The same for the next of them.</summary>
    /// <returns>The last; null where there are no more.</returns>
    public long? UseSome(long from, long to, long last, int most)
    {
        var images = After(from, last, most);
        foreach (var image in images)
            Use(to, image);
        return images.Count < most ? null : images[^1];
    }

    private SqliteStatement Of(string sql) => _statements.TryGetValue(sql, out var known) ? known : _statements[sql] = database.Prepare(sql);
}
