using System.Text.Json;
using StorageX.Catalogue.Sqlite;
using StorageX.Errors;
using StorageX.Files;

namespace StorageX.Host.Daemon.Access;

/// <summary>Opens a SQLite file of the daemon, which its owner alone can read, and in which what is written survives the power.</summary>
internal static class DaemonDatabase
{
    /// <summary>Opens the file, makes it first if there is none, and reads it: damage shows only then.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What makes its tables, and sets its version.</param>
    /// <param name="version">The version that this program knows.</param>
    /// <param name="content">What is in it, for a person: "the jobs".</param>
    /// <param name="read">Reads it; what it gives keeps the database.</param>
    /// <exception cref="SettingsException">It is no such file, is damaged, or cannot be written.</exception>
    public static T Open<T>(string path, string schema, int version, string content, Func<SqliteDatabase, T> read)
    {
        try
        {
            PrivateFile.TryCreate(path, []);
            PrivateFile.Close(path);
            return SqliteDatabase.Open(path, database =>
            {
                database.WaitWhenBusy(TimeSpan.FromSeconds(5));
                database.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -1024; PRAGMA secure_delete = ON");
                var found = database.Integer("PRAGMA user_version");
                if (found == 0)
                    database.Execute(schema);
                else if (found > version)
                    throw new SettingsException($"{path}: its version is {found}, and this program knows {version}: a newer StorageX made it");
                return read(database);
            });
        }
        catch (Exception error) when (error is SqliteException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: {content} cannot be read: {SystemWords.Of(error)}; if it is damaged, move it away and start again", error);
        }
    }
}
