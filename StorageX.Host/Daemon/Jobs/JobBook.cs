using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using StorageX.Catalogue.Sqlite;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Events;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>
/// All jobs, for everyone to read without waiting. Only the manager changes them; a change is on the disk, with its event,
/// before anyone sees it.
/// </summary>
internal sealed class JobBook : IDisposable
{
    private static readonly Comparer<long> NewestFirst = Comparer<long>.Create((left, right) => right.CompareTo(left));
    private readonly JobStore _store;
    private readonly ConcurrentDictionary<string, long> _idempotency = new();
    private ImmutableSortedDictionary<long, Job> _jobs;
    private long _lastJob;

    private JobBook(JobStore store)
    {
        _store = store;
        _jobs = store.Jobs().ToImmutableSortedDictionary(job => job.Id, job => job, NewestFirst);
        _lastJob = store.LastJob;
        Events = new EventLog(store.Events(), store.LastEvent);
        foreach (var job in _jobs.Values.Where(job => job.Idempotency is not null))
            _idempotency[job.Idempotency!.Name] = job.Id;
    }

    /// <summary>Opens the jobs in a file, which is made if there is none.</summary>
    /// <exception cref="SettingsException">It is no such file, is damaged, or cannot be written.</exception>
    public static JobBook Open(string path) => JobStore.Open(path, store => new JobBook(store));

    /// <summary>The last events.</summary>
    public EventLog Events { get; }

    /// <summary>Beats at each event.</summary>
    public Pulse Changes { get; } = new();

    /// <summary>Beats at each report of progress.</summary>
    public Pulse Progress { get; } = new();

    /// <summary>The jobs that run, by number.</summary>
    public ConcurrentDictionary<long, LiveJob> Live { get; } = new();

    /// <summary>All jobs as they are kept, the newest first.</summary>
    public IEnumerable<Job> All => Volatile.Read(ref _jobs).Values;

    /// <summary>A job as it is by now; null when there is none of that number.</summary>
    public Job? Find(long id) => Volatile.Read(ref _jobs).TryGetValue(id, out var job) ? Now(job) : null;

    /// <summary>The job that was made for a request of that name.</summary>
    public Job? FindRequest(string name) => _idempotency.TryGetValue(name, out var id) ? Find(id) : null;

    /// <summary>A job with the progress of its run, if it runs.</summary>
    public Job Now(Job job) => job.State == JobState.Running && Live.TryGetValue(job.Id, out var live) ? live.Stamp(job) : job;

    /// <summary>Keeps a new job.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public Job Add(JobSubmission submission, DateTimeOffset now)
    {
        var job = JobLife.Submitted(_lastJob + 1, submission, now);
        Keep(job);
        _lastJob = job.Id;
        return job;
    }

    /// <summary>Keeps a job as it is now, and tells those who follow.</summary>
    /// <exception cref="SqliteException">It cannot be written; nothing has changed.</exception>
    public void Keep(Job job)
    {
        var happened = new JobEvent(Events.Last + 1, "job", job.Id, JsonSerializer.Serialize(JobViews.Of(job), ContractJson.Default.JobView));
        _store.Put(job, happened);
        if (job.Idempotency is { } idempotency)
            _idempotency[idempotency.Name] = job.Id;
        Show(_jobs.SetItem(job.Id, job), happened);
    }

    /// <summary>Keeps how far a running job is; nobody is told.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Note(Job job)
    {
        _store.Put(job, null);
        Volatile.Write(ref _jobs, _jobs.SetItem(job.Id, job));
    }

    /// <summary>Forgets a job.</summary>
    /// <exception cref="SqliteException">That cannot be written; nothing has changed.</exception>
    public void Forget(Job job)
    {
        var happened = new JobEvent(Events.Last + 1, "forgotten", job.Id, $$"""{"id":{{job.Id}}}""");
        _store.Remove(job.Id, happened);
        if (job.Idempotency is { } idempotency)
            _idempotency.TryRemove(idempotency.Name, out _);
        Show(_jobs.Remove(job.Id), happened);
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private void Show(ImmutableSortedDictionary<long, Job> jobs, JobEvent happened)
    {
        Volatile.Write(ref _jobs, jobs);
        Events.Add(happened);
        Changes.Beat();
    }
}
