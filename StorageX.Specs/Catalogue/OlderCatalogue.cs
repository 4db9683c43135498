using StorageX.Catalogue.Sqlite;

namespace StorageX.Specs.Catalogue;

/// <summary>Makes a catalogue that is closed one of a version before, as an older program has it.</summary>
internal static class OlderCatalogue
{
    private const string Third = """
        DROP TABLE redirects;
        ALTER TABLE uploads DROP COLUMN looked;
        ALTER TABLE uploads DROP COLUMN state;
        ALTER TABLE uploads DROP COLUMN missing;
        ALTER TABLE uploads DROP COLUMN spare_images;
        ALTER TABLE uploads DROP COLUMN spare_hosts;
        ALTER TABLE uploads DROP COLUMN existence;
        PRAGMA user_version = 2;
        """;

    private const string Second = """
        DROP TABLE runs; DROP TABLE images; DROP TABLE uses; DROP TABLE deletions; DROP TABLE forgotten;
        DROP INDEX uploads_run;
        ALTER TABLE uploads DROP COLUMN run;
        PRAGMA user_version = 1;
        """;

    /// <summary>Takes the steps back.</summary>
    /// <param name="file">The catalogue.</param>
    /// <param name="version">The version that it gets, 1 or 2.</param>
    public static void Make(string file, int version)
    {
        using var database = SqliteDatabase.Open(file);
        database.Execute(version == 1 ? Third + Second : Third);
    }
}
