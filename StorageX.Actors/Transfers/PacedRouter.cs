using Akka.Actor;
using Akka.Event;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Pacing;
using StorageX.Telemetry;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>
/// Sends the requests of all transfers to one host, in one direction: first come, first served, within the host's pace,
/// each by a worker of its own, and again with back-off when a try fails. This is the one place that retries. A permit is
/// given back before a back-off begins. Every job is answered exactly once. Whoever asks on behalf of a transfer, and is made to
/// wait long, is told until when.
/// </summary>
internal abstract class PacedRouter : ReceiveActor, IWithTimers
{
    private const string PaceTimer = "pace";
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private readonly PaceSettings _settings;
    private readonly HostPace _pace;
    private readonly IBudgetLedger _ledger;
    private readonly ParkedTransfers<IActorRef> _parked;
    private readonly HostDoubt _doubt = new();
    private readonly LinkedList<Request> _waiting = [];
    private readonly HashSet<Request> _backingOff = [];
    private readonly Dictionary<IActorRef, Request> _running = [];
    private readonly Stack<IActorRef> _idle = [];
    private HostFigures? _figures;
    private string _name = "";
    private IImageBackend? _backend;

    /// <param name="settings">The host's pace.</param>
    /// <param name="ledger">What was spent of the host's budgets; null to count from nothing.</param>
    protected PacedRouter(PaceSettings settings, IBudgetLedger? ledger = null)
    {
        _settings = settings;
        _ledger = ledger ?? new BudgetMemory();
        _pace = new HostPace(settings);
        _parked = new ParkedTransfers<IActorRef>(settings.ParkAfter);
        Receive<HostJob>(job =>
        {
            (_name, _backend) = (job.Backend.Properties.Name, job.Backend);
            _figures ??= new HostFigures(_name, Stores);
            _waiting.AddLast(new Request(job, Sender));
            Pump();
        });
        Receive<PaceTick>(_ => Pump());
        Receive<BackoffTick>(tick =>
        {
            _backingOff.Remove(tick.Request);
            _waiting.AddLast(tick.Request);
            Pump();
        });
        Receive<HostWorkerActor.AttemptDone>(done => End(request => Succeeded(request, done.Reply)));
        Receive<HostWorkerActor.AttemptCancelled>(_ => End(request =>
        {
            _pace.Release();
            Drop(request);
        }));
        Receive<HostWorkerActor.AttemptFailed>(failed => End(request => Failed(request, failed.Error)));
        Receive<CancelHostJobs>(cancel => Cancel(cancel));
        Receive<TellHosts>(_ => Sender.Tell(Status(Context.System.Scheduler.Now)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Whether images are stored; otherwise they are fetched.</summary>
    protected abstract bool Stores { get; }

    /// <summary>How the workers are made, and what they are called.</summary>
    protected abstract (Props Props, string Name) Worker { get; }

    protected override void PreStart()
    {
        for (var number = 1; number <= _settings.Permits; number++)
            _idle.Push(Context.ActorOf(Worker.Props, $"{Worker.Name}-{number}"));
    }

    protected override void PostStop()
    {
        if (_figures is not null)
            EngineMeter.Hide(_figures);
        var error = new BackendException(BackendErrorKind.Transient, "the router of this host has stopped");
        foreach (var request in _waiting.Concat(_backingOff).Concat(_running.Values))
            request.ReplyTo.Tell(new HostJobFailed(request.Job.Seq, error));
    }

    protected override SupervisorStrategy SupervisorStrategy() => Supervision.RestartAlways();

    private void Pump()
    {
        BeginWaiting();
        TellWaits();
        Measure();
    }

    private void Measure() => _figures?.Now(_pace.Permits, _pace.Running, _waiting.Count + _backingOff.Count);

    private void Measure(Request request, BackendException? error, PooledBytes? image) => _figures!.Tried(
        WordOf(request.Job), Context.System.Scheduler.Now - request.Begun, WordOf(error), image?.Length ?? 0);

    private static string WordOf(HostJob job) => job is StoreImage or ReplaceImage ? "store" : job is FetchImage ? "fetch" : job is DeleteImage ? "delete" : "check";

    private static string? WordOf(BackendException? error) => error?.Kind switch
    {
        null => null,
        BackendErrorKind.Transient => "transient",
        BackendErrorKind.Throttled => "throttled",
        BackendErrorKind.Lost => "lost",
        BackendErrorKind.Rejected => "rejected",
        BackendErrorKind.Unauthorised => "unauthorised",
        _ => "corrupt",
    };

    private void BeginWaiting()
    {
        while (_waiting.First is { } first && _idle.Count > 0)
        {
            var now = Context.System.Scheduler.Now;
            if (!_pace.TryBegin(now, out var wait))
            {
                if (wait != Timeout.InfiniteTimeSpan)
                    Timers.StartSingleTimer(PaceTimer, PaceTick.Instance, wait < LongestTimer ? wait : LongestTimer);
                return;
            }

            if (!TrySpend(first.Value, now))
                continue;
            _waiting.RemoveFirst();
            first.Value.Begun = now;
            if (first.Value.Job is StoreImage { Image.Length: var bytes })
                _pace.Count(bytes, now);
            var worker = _idle.Pop();
            _running.Add(worker, first.Value);
            worker.Tell(first.Value.Job);
        }
    }

    /// <summary>Spends the image of a request; where a budget is spent, gives the permit back and holds the host until there is room.</summary>
    private bool TrySpend(Request request, DateTimeOffset now)
    {
        request.Spent = null;
        if (_settings.Budgets.Count == 0 || request.Job is not StoreImage)
            return true;
        if (_ledger.TrySpend(request.Job.Backend.Properties.Name, _settings.Budgets, now, out var at))
        {
            request.Spent = at;
            return true;
        }

        _pace.Release();
        _pace.Hold(at);
        return false;
    }

    private void TellWaits()
    {
        var now = Context.System.Scheduler.Now;
        if (_pace.HeldUntil <= now && _backingOff.Count == 0 && _parked.IsEmpty)
            return;
        var requests = _waiting.Select(request => (request.ReplyTo, Begins: _pace.HeldUntil))
            .Concat(_backingOff.Select(request => (request.ReplyTo, request.Begins)))
            .Concat(_running.Values.Select(request => (request.ReplyTo, Begins: DateTimeOffset.MinValue)));
        foreach (var (asker, until) in _parked.Update(now, requests))
            asker.Tell(new HostWaits(_backend!, until));
    }

    /// <summary>Handles the end of the try that the sender has run; its permit is free for the next request after that.</summary>
    private void End(Action<Request> handle)
    {
        if (!_running.Remove(Sender, out var request))
            return;
        _idle.Push(Sender);
        handle(request);
        Pump();
    }

    private void Succeeded(Request request, IReply reply)
    {
        var now = Context.System.Scheduler.Now;
        _pace.Succeeded(request.Begun, now);
        if (reply is ImageFetched fetched)
            _pace.Count(fetched.Image.Length, now);
        _doubt.Gave(request.Noes);
        Measure(request, null, (reply as ImageFetched)?.Image ?? (request.Job as StoreImage)?.Image);
        request.ReplyTo.Tell(reply);
    }

    private void Failed(Request request, BackendException error)
    {
        if (!IsParking(error))
            request.Failures++;
        Learn(request, error);
        Measure(request, error, null);
        if (request.Spent is { } spent && error.Kind is (BackendErrorKind.Throttled or BackendErrorKind.Rejected or BackendErrorKind.Unauthorised))
            _ledger.Refund(request.Job.Backend.Properties.Name, spent);
        if (request.IsCancelled)
        {
            if (error.Kind is BackendErrorKind.Lost or BackendErrorKind.Corrupt)
                request.ReplyTo.Tell(new HostJobRetried(request.Job.Seq, error, TimeSpan.Zero));
            Drop(request);
        }
        else if (!IsTriedAgain(request, error))
        {
            request.ReplyTo.Tell(new HostJobFailed(request.Job.Seq, error));
        }
        else
        {
            var delay = Backoff.Delay(_settings, Math.Max(request.Failures, 1), error.RetryAfter, Random.Shared.NextDouble());
            request.Begins = Context.System.Scheduler.Now + delay;
            _backingOff.Add(request);
            _figures!.Retried(WordOf(error)!);
            Timers.StartSingleTimer(request, new BackoffTick(request), delay);
            request.ReplyTo.Tell(new HostJobRetried(request.Job.Seq, error, delay));
        }
    }

    private bool IsTriedAgain(Request request, BackendException error)
    {
        var isDoubtful = error.Kind == BackendErrorKind.Lost ? !Stores && !request.Job.Backend.Properties.ChecksAreCheap : error.MayPass && (!Stores || _doubt.HasGiven);
        var isLastTry = request.Failures >= _settings.Attempts;
        return isDoubtful ? _doubt.AsksAgain(++request.Noes, isLastTry) : error.IsRetryable && !isLastTry;
    }

    /// <summary>Whether the host named a time so far off that the request has waited rather than failed: that is no try.</summary>
    private bool IsParking(BackendException error) => error.Kind == BackendErrorKind.Throttled && error.RetryAfter > _settings.ParkAfter;

    private void Learn(Request request, BackendException error)
    {
        var now = Context.System.Scheduler.Now;
        if (error.Kind == BackendErrorKind.Throttled)
            _pace.Throttled(request.Begun, now, error.RetryAfter);
        else if (error.Kind == BackendErrorKind.Transient)
            _pace.Failed(request.Begun, now);
        else
            _pace.Release();
    }

    private void Cancel(CancelHostJobs cancel)
    {
        bool IsMeant(Request request) => request.Job.TransferId == cancel.TransferId && (cancel.Seq is null || request.Job.Seq == cancel.Seq);
        foreach (var request in _waiting.Concat(_backingOff).Where(IsMeant).ToList())
        {
            _waiting.Remove(request);
            if (_backingOff.Remove(request))
                Timers.Cancel(request);
            Drop(request);
        }

        foreach (var (worker, request) in _running.Where(running => IsMeant(running.Value)))
        {
            request.IsCancelled = true;
            worker.Tell(HostWorkerActor.CancelAttempt.Instance);
        }

        TellWaits();
        Measure();
    }

    private HostStatus Status(DateTimeOffset now) => new(
        _name, Stores, _pace.Permits, _pace.Running, _waiting.Count + _backingOff.Count, _pace.Rate, _pace.IsSlowed, _pace.HeldUntil > now ? _pace.HeldUntil : null, _pace.Failures);

    private static void Drop(Request request) => request.ReplyTo.Tell(new HostJobCancelled(request.Job.Seq));

    private sealed class Request(HostJob job, IActorRef replyTo)
    {
        public HostJob Job { get; } = job;

        public IActorRef ReplyTo { get; } = replyTo;

        public int Failures { get; set; }

        public int Noes { get; set; }

        public DateTimeOffset Begun { get; set; }

        public DateTimeOffset Begins { get; set; }

        public DateTimeOffset? Spent { get; set; }

        public bool IsCancelled { get; set; }
    }

    private sealed class PaceTick : IDeadLetterSuppression
    {
        public static readonly PaceTick Instance = new();
    }

    private sealed record BackoffTick(Request Request) : IDeadLetterSuppression;
}
