using System.Text.Json;
using StorageX.Catalogue.Sqlite;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Events;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>
/// The jobs and the last events on the disk, readable by their owner alone. What a method has written when it returns
/// survives the process and the power. For one caller at a time.
/// </summary>
internal sealed class JobStore : IDisposable
{
    // Version 2 has more kinds of jobs.
    private const int Version = 2;
    private const int TrimEvery = 1000;
    private const string Schema = """
        BEGIN;
        CREATE TABLE jobs (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            document    TEXT NOT NULL,
            key         BLOB,
            idempotency BLOB UNIQUE,
            fingerprint BLOB
        );
        CREATE TABLE events (
            seq      INTEGER PRIMARY KEY AUTOINCREMENT,
            name     TEXT NOT NULL,
            job      INTEGER NOT NULL,
            document TEXT NOT NULL
        );
        PRAGMA user_version = 2;
        COMMIT;
        """;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _event;
    private readonly SqliteStatement _remove;
    private readonly SqliteStatement _trim;

    private JobStore(SqliteDatabase database)
    {
        _database = database;
        database.Execute($"PRAGMA user_version = {Version}");
        _put = database.Prepare("INSERT OR REPLACE INTO jobs (id, document, key, idempotency, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5)");
        _event = database.Prepare("INSERT INTO events (seq, name, job, document) VALUES (?1, ?2, ?3, ?4)");
        _remove = database.Prepare("DELETE FROM jobs WHERE id = ?1");
        _trim = database.Prepare("DELETE FROM events WHERE seq <= ?1");
    }

    /// <summary>The number of the last job there ever was.</summary>
    public long LastJob => _database.LastKey("jobs");

    /// <summary>The number of the last event there ever was.</summary>
    public long LastEvent => _database.LastKey("events");

    /// <summary>Opens the file, makes it first if there is none, and reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it; what it gives keeps the store.</param>
    /// <exception cref="SettingsException">It is no such file, is damaged, or cannot be written.</exception>
    public static T Open<T>(string path, Func<JobStore, T> read) => DaemonDatabase.Open(path, Schema, Version, "the jobs", database => read(new JobStore(database)));

    /// <summary>All jobs.</summary>
    public IReadOnlyList<Job> Jobs() => _database.Prepare("SELECT document, key, idempotency, fingerprint FROM jobs ORDER BY id").Rows(row =>
        JsonSerializer.Deserialize(row.Text(0), JobJson.Default.Job)! with
        {
            Key = TextOf(row, 1) is { } key ? new HiddenText(key) : null,
            Idempotency = TextOf(row, 2) is { } name ? new Idempotency(name, TextOf(row, 3)!) : null,
        });

    /// <summary>The last events, in order.</summary>
    public IReadOnlyList<JobEvent> Events() => _database.Prepare($"SELECT seq, name, job, document FROM events WHERE seq > {LastEvent - EventLog.Most} ORDER BY seq").Rows(row =>
        new JobEvent(row.Integer(0), row.Text(1), row.Integer(2), row.Text(3)));

    /// <summary>Keeps a job as it is now, and an event, both or neither.</summary>
    /// <exception cref="SqliteException">They cannot be written.</exception>
    public void Put(Job job, JobEvent? happened) => Write(happened, () => _put
        .Bind(1, job.Id)
        .Bind(2, JsonSerializer.Serialize(job, JobJson.Default.Job))
        .Bind(3, BytesOf(job.Key?.Reveal()))
        .Bind(4, BytesOf(job.Idempotency?.Name))
        .Bind(5, BytesOf(job.Idempotency?.Fingerprint)).Run());

    /// <summary>Forgets a job, and keeps an event, both or neither.</summary>
    /// <exception cref="SqliteException">That cannot be written.</exception>
    public void Remove(long id, JobEvent happened) => Write(happened, () => _remove.Bind(1, id).Run());

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static byte[]? BytesOf(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetBytes(text);

    private static string? TextOf(SqliteStatement row, int column) => row.Blob(column) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private void Write(JobEvent? happened, Action change) => _database.Transact(() =>
    {
        change();
        if (happened is null)
            return;
        _event.Bind(1, happened.Seq).Bind(2, happened.Name).Bind(3, happened.Job).Bind(4, happened.Data).Run();
        if (happened.Seq % TrimEvery == 0)
            _trim.Bind(1, happened.Seq - EventLog.Most).Run();
    });
}
