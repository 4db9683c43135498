using Akka.Actor;
using StorageX.Catalogue.Sqlite;
using StorageX.Host.Contract;
using static StorageX.Host.Daemon.Jobs.JobProtocol;

namespace StorageX.Host.Daemon.Jobs;

/// <summary>
/// Owns the queue: admits jobs, starts the next one when a place is free, wakes parked ones, and keeps whatever happens to a
/// job on the disk before anything follows from it. What the disk refuses is tried again a second later.
/// </summary>
internal sealed class JobManager : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NotePeriod = TimeSpan.FromSeconds(10);
    private readonly JobBook _book;
    private readonly JobRunner _runner;
    private readonly DaemonSettings _settings;
    private readonly TimeProvider _time;
    private readonly JobLog _log;
    private readonly JobQueue _queue = new();
    private readonly SortedSet<long> _over = [];
    private readonly Dictionary<long, DateTimeOffset> _parking = [];
    private readonly Dictionary<long, long> _noted = [];
    private IActorRef? _drainer;

    public JobManager(JobBook book, JobRunner runner, DaemonSettings settings, TimeProvider time, JobLog log)
    {
        (_book, _runner, _settings, _time, _log) = (book, runner, settings, time, log);
        Receive<Request>(request => Sender.Tell(Answer(request)));
        Receive<RunEnded>(ended => Persist(ended, () => Ended(ended)));
        Receive<HostWaits>(waits => Park(waits));
        Receive<WakeTick>(tick => Persist(tick, Wake));
        Receive<NoteTick>(_ => Note());
        Receive<Drain>(Begin);
        Receive<DrainTick>(_ => EndAll());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    protected override void PreStart()
    {
        foreach (var job in _book.All.Reverse())
        {
            Filed(null, job);
            // What still runs is no job that a daemon left: this actor itself was restarted, after a bug.
            if (!_book.Live.ContainsKey(job.Id) && job.Recovered(Now) is { } recovered)
                Keep(job, recovered);
        }

        Timers.StartPeriodicTimer(NoteTick.Instance, NoteTick.Instance, NotePeriod);
        Self.Tell(WakeTick.Instance);
    }

    /// <summary>Does what must be on the disk; the message comes again when the disk refuses.</summary>
    private void Persist(object message, Action action)
    {
        try
        {
            action();
            StartOn();
        }
        catch (SqliteException error)
        {
            _log.DiskRefuses(error.Message);
            Timers.StartSingleTimer(message, message, Again);
        }
    }

    private JobAnswer Answer(Request request)
    {
        try
        {
            var answer = request switch
            {
                Submit submit => Submitted(submit.Submission),
                Cancel cancel => Change(cancel.Id, Cancelled),
                Retry retry => Change(retry.Id, Retried),
                Forget forget => Change(forget.Id, Forgotten),
                Place place => Change(place.Id, job => Keep(job, job.Placing(place.Target, place.Name, place.Size))),
                Recognize found => Change(found.Id, job => Keep(job, job.Recognized(found.Name, found.Size))),
                _ => throw new ArgumentException("an unknown request", nameof(request)),
            };
            StartOn();
            return answer;
        }
        catch (SqliteException error)
        {
            _log.DiskRefuses(error.Message);
            return new JobAnswer(null, JobRefusal.Disk);
        }
    }

    private JobAnswer Submitted(JobSubmission submission)
    {
        if (submission.Idempotency is { } request && _book.FindRequest(request.Name) is { } same)
            return same.Idempotency == request ? new JobAnswer(same, Existed: true) : new JobAnswer(same, JobRefusal.OtherRequest);
        if (_drainer is not null)
            return new JobAnswer(null, JobRefusal.Ending);
        if (_queue.Count >= _settings.Waiting)
            return new JobAnswer(null, JobRefusal.Full);
        var job = _book.Add(submission, Now);
        Filed(null, job);
        _log.Submitted(job.Id, job.Order.Kind);
        return new JobAnswer(job);
    }

    private JobAnswer Change(long id, Func<Job, JobAnswer> change) =>
        _book.Find(id) is { } job ? change(job) : new JobAnswer(null, JobRefusal.Unknown);

    private JobAnswer Cancelled(Job job)
    {
        var answer = Keep(job, job.CancelAsked(Now));
        if (answer.Job is { State: JobState.Running, Cancelling: true } && _book.Live.TryGetValue(job.Id, out var live))
            live.End();
        return answer;
    }

    private JobAnswer Retried(Job job) => job.Order.Spool is { } spool && !_runner.HasBody(spool)
        ? new JobAnswer(job, JobRefusal.BodyGone)
        : Keep(job, job.Retried());

    private JobAnswer Forgotten(Job job)
    {
        if (!job.IsOver)
            return new JobAnswer(job, JobRefusal.WrongState);
        _book.Forget(job);
        Filed(job, null);
        _runner.CleanUp(job, forgotten: true);
        return new JobAnswer(job);
    }

    private JobAnswer Keep(Job before, Job? after)
    {
        if (after is null)
            return new JobAnswer(before, JobRefusal.WrongState);
        _book.Keep(after);
        Filed(before, after);
        if (after.IsOver)
            _runner.CleanUp(after, forgotten: false);
        return new JobAnswer(after);
    }

    /// <summary>Takes note of a job's new state where the queue needs it.</summary>
    private void Filed(Job? before, Job? after)
    {
        _queue.Changed(before, after);
        if (before?.IsOver == true)
            _over.Remove(before.Id);
        if (after?.IsOver == true)
            _over.Add(after.Id);
        SetAlarm();
    }

    private static TimeSpan Positive(TimeSpan time) =>
        time < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : time > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : time;

    private void StartOn()
    {
        while (_drainer is null && _queue.Next is { } id && _book.Find(id)! is var queued && MayStart(queued))
        {
            var started = queued.Started(Now)!;
            _book.Keep(started);
            Filed(queued, started);
            Run(started);
        }

        while (_over.Count > _settings.Keep)
            Forgotten(_book.Find(_over.Min)!);
    }

    /// <summary>Whether there is a place for a job. Care begins while nothing else runs, and gives its place to what needs it.</summary>
    private bool MayStart(Job queued)
    {
        if (queued.Order.Care is not null)
            return _book.Live.IsEmpty;
        if (_book.Live.Count < _settings.Jobs)
            return true;
        foreach (var live in _book.Live.Values.Where(live => _book.Find(live.Id)?.Order.Care is not null))
            live.End();
        return false;
    }

    private void Run(Job job)
    {
        var self = Self;
        var live = new LiveJob(job, _time, _book.Progress, (run, until) => self.Tell(new HostWaits(run, until)));
        _book.Live[job.Id] = live;
        _log.Started(job.Id, job.Order.Kind, job.Runs);
        _ = _runner.RunAsync(job, live, request => self.Ask<JobAnswer>(request)).PipeTo(
            Self,
            success: outcome => new RunEnded(live, outcome),
            failure: error => new RunEnded(live, new JobOutcome.Broken(JobError.Of(error))));
    }

    private void Ended(RunEnded ended)
    {
        var before = _book.Find(ended.Run.Id)!;
        var job = ended.Run.Stamp(before);
        var after = ended.Outcome switch
        {
            JobOutcome.Stored stored => (job with { Key = stored.Key, Name = stored.Name, Size = stored.Size }).Done(Now),
            JobOutcome.Placed placed => (job with { Result = placed.Path, Name = placed.Name, Size = placed.Size }).Done(Now),
            JobOutcome.Told told when (job with { Report = told.Report, Name = told.Name ?? job.Name, Size = told.Size ?? job.Size, Key = told.Key ?? job.Key }) is var reported =>
                told.Error is { } error ? reported.Failed(error, Now) : reported.Done(Now),
            JobOutcome.Broken broken => job.Failed(broken.Error, Now),
            _ when job.Cancelling => job.Cancelled(Now),
            _ => job.Parked(_parking.TryGetValue(job.Id, out var until) ? until : Now),
        };
        Keep(before, after!);
        _book.Live.TryRemove(job.Id, out _);
        _parking.Remove(job.Id);
        _noted.Remove(job.Id);
        ended.Run.Dispose();
        _log.Ended(job.Id, job.Order.Kind, after!.State, after.Error is { } cause ? $" ({cause.Kind})" : "");
        if (_drainer is not null && _book.Live.IsEmpty)
            _drainer.Tell(new Drained());
    }

    private void Park(HostWaits waits)
    {
        if (!_book.Live.TryGetValue(waits.Run.Id, out var live) || !ReferenceEquals(live, waits.Run))
            return;
        // A look that is broken off, and a repair begins with one, starts anew, and would ask everything again.
        if (_book.Find(live.Id)!.Order.Kind is JobKind.Health or JobKind.Repair)
            return;
        _parking[live.Id] = waits.Until;
        live.End();
    }

    private void Wake()
    {
        foreach (var id in _drainer is null ? _queue.Due(Now) : [])
        {
            var parked = _book.Find(id)!;
            Keep(parked, parked.Woken(Now));
        }

        SetAlarm();
    }

    private void SetAlarm()
    {
        if (_drainer is null && _queue.NextWake is { } wake)
            Timers.StartSingleTimer(WakeTick.Instance, WakeTick.Instance, Positive(wake - Now));
    }

    private void Note()
    {
        foreach (var live in _book.Live.Values.Where(live => _noted.GetValueOrDefault(live.Id) != live.Version).ToList())
        {
            _noted[live.Id] = live.Version;
            if (_book.Find(live.Id) is not { } job)
                continue;
            try
            {
                _book.Note(job);
            }
            catch (SqliteException error)
            {
                _log.DiskRefuses(error.Message);
            }
        }
    }

    private void Begin(Drain drain)
    {
        _drainer = Sender;
        if (_book.Live.IsEmpty)
            Sender.Tell(new Drained());
        else
            Timers.StartSingleTimer(DrainTick.Instance, DrainTick.Instance, Positive(drain.Patience));
    }

    private void EndAll()
    {
        foreach (var live in _book.Live.Values)
            live.End();
    }
}
