namespace StorageX.Catalogue;

/// <summary>
/// How the tables are made, version by version. A catalogue of an older version is taken through the steps that it lacks, in their order.
/// </summary>
/// <remarks>
/// Version 2 knows which images each upload names, so that deleting one never takes an image from another. The alternative, to fetch the
/// manifests of the whole history whenever something is deleted, needs no room, but it asks hosts thousands of times, and ends where one
/// manifest is gone: also at the second run of a deletion that was cut off. The table costs some 30 bytes for each piece of an upload and some
/// 130 for each image, where the entry of a piece has 250: 10 TB in four million pieces are 0.6 GB more. Uploads of before have no list;
/// their manifests are read once, when first something is to be deleted.
/// <para>Version 3 knows how each upload was when it was last looked at, and which upload has the file of a key that was replaced. No key is in
/// <c>redirects</c>, only the first bytes of a digest of each, with its secret: two keys may have one root, and what is forgotten here must not
/// be found in the file.</para>
/// </remarks>
internal static class CatalogueSchema
{
    // An image's id is a digest of its locator. Two that share one are never deleted: the second is not entered, and pins the first.
    private const string Images = """
        ALTER TABLE uploads ADD COLUMN run INTEGER;
        CREATE INDEX uploads_run ON uploads (run);
        CREATE TABLE runs (
            id      INTEGER PRIMARY KEY AUTOINCREMENT,
            owner   TEXT NOT NULL,
            started INTEGER NOT NULL
        );
        CREATE TABLE images (
            id       INTEGER PRIMARY KEY,
            locator  TEXT NOT NULL,
            backend  TEXT NOT NULL,
            digest   BLOB,
            deletion TEXT,
            seal     INTEGER NOT NULL
        );
        CREATE TABLE uses (
            run   INTEGER NOT NULL,
            image INTEGER NOT NULL,
            PRIMARY KEY (run, image)
        ) WITHOUT ROWID;
        CREATE INDEX uses_image ON uses (image);
        CREATE TABLE deletions (
            seq   INTEGER PRIMARY KEY AUTOINCREMENT,
            image INTEGER NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            done  INTEGER NOT NULL
        );
        CREATE TABLE forgotten (
            run  INTEGER PRIMARY KEY,
            root INTEGER NOT NULL
        );
        """;

    private const string Looks = """
        ALTER TABLE uploads ADD COLUMN looked INTEGER;
        ALTER TABLE uploads ADD COLUMN state INTEGER;
        ALTER TABLE uploads ADD COLUMN missing INTEGER;
        ALTER TABLE uploads ADD COLUMN spare_images INTEGER;
        ALTER TABLE uploads ADD COLUMN spare_hosts INTEGER;
        ALTER TABLE uploads ADD COLUMN existence INTEGER;
        CREATE TABLE redirects (
            old    INTEGER PRIMARY KEY,
            upload INTEGER NOT NULL
        );
        CREATE INDEX redirects_upload ON redirects (upload);
        """;

    private static readonly string[] Steps = [PieceTable.Schema + UploadTable.Schema, Images, Looks];

    /// <summary>The version that this program makes, kept as <c>user_version</c>.</summary>
    public static int Version => Steps.Length;

    /// <summary>What takes a catalogue of a version to this one; version 0 has no tables.</summary>
    public static string From(long version) => string.Join('\n', Steps.Skip((int)version).Append($"PRAGMA user_version = {Version};"));
}
