using Akka.Actor;
using Akka.Event;
using StorageX.Backends;
using StorageX.Pacing;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>
/// Sends the requests of all transfers to one host, in one direction: first come, first served, within the host's pace,
/// each by a worker of its own, and again with back-off when a try fails. This is the one place that retries. A permit is
/// given back before a back-off begins. Every job is answered exactly once.
/// </summary>
internal abstract class PacedRouter : ReceiveActor, IWithTimers
{
    private const string PaceTimer = "pace";
    private readonly PaceSettings _settings;
    private readonly HostPace _pace;
    private readonly LinkedList<Request> _waiting = [];
    private readonly HashSet<Request> _backingOff = [];
    private readonly Dictionary<IActorRef, Request> _running = [];
    private readonly Stack<IActorRef> _idle = [];
    private string _name = "";

    protected PacedRouter(PaceSettings settings)
    {
        _settings = settings;
        _pace = new HostPace(settings);
        Receive<HostJob>(job =>
        {
            _name = job.Backend.Properties.Name;
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
        Receive<CancelHostJobs>(cancel => Cancel(cancel.TransferId));
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
        var error = new BackendException(BackendErrorKind.Transient, "the router of this host has stopped");
        foreach (var request in _waiting.Concat(_backingOff).Concat(_running.Values))
            request.ReplyTo.Tell(new HostJobFailed(request.Job.Seq, error));
    }

    protected override SupervisorStrategy SupervisorStrategy() => Supervision.RestartAlways();

    private void Pump()
    {
        while (_waiting.First is { } first && _idle.Count > 0)
        {
            var now = Context.System.Scheduler.Now;
            if (!_pace.TryBegin(now, out var wait))
            {
                if (wait != Timeout.InfiniteTimeSpan)
                    Timers.StartSingleTimer(PaceTimer, PaceTick.Instance, wait);
                return;
            }

            _waiting.RemoveFirst();
            first.Value.Begun = now;
            if (first.Value.Job is StoreImage { Image.Length: var bytes })
                _pace.Count(bytes, now);
            var worker = _idle.Pop();
            _running.Add(worker, first.Value);
            worker.Tell(first.Value.Job);
        }
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
        request.ReplyTo.Tell(reply);
    }

    private void Failed(Request request, BackendException error)
    {
        request.Failures++;
        Learn(request, error);
        if (request.IsCancelled)
        {
            Drop(request);
        }
        else if (!error.IsRetryable || request.Failures >= _settings.Attempts)
        {
            request.ReplyTo.Tell(new HostJobFailed(request.Job.Seq, error));
        }
        else
        {
            var delay = Backoff.Delay(_settings, request.Failures, error.RetryAfter, Random.Shared.NextDouble());
            _backingOff.Add(request);
            Timers.StartSingleTimer(request, new BackoffTick(request), delay);
            request.ReplyTo.Tell(new HostJobRetried(request.Job.Seq, error, delay));
        }
    }

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

    private void Cancel(string transferId)
    {
        foreach (var request in _waiting.Concat(_backingOff).Where(request => request.Job.TransferId == transferId).ToList())
        {
            _waiting.Remove(request);
            if (_backingOff.Remove(request))
                Timers.Cancel(request);
            Drop(request);
        }

        foreach (var (worker, request) in _running.Where(running => running.Value.Job.TransferId == transferId))
        {
            request.IsCancelled = true;
            worker.Tell(HostWorkerActor.CancelAttempt.Instance);
        }
    }

    private HostStatus Status(DateTimeOffset now) => new(
        _name, Stores, _pace.Permits, _pace.Running, _waiting.Count + _backingOff.Count, _pace.Rate, _pace.IsSlowed, _pace.WaitingUntil(now), _pace.Failures);

    private static void Drop(Request request) => request.ReplyTo.Tell(new HostJobCancelled(request.Job.Seq));

    private sealed class Request(HostJob job, IActorRef replyTo)
    {
        public HostJob Job { get; } = job;

        public IActorRef ReplyTo { get; } = replyTo;

        public int Failures { get; set; }

        public DateTimeOffset Begun { get; set; }

        public bool IsCancelled { get; set; }
    }

    private sealed class PaceTick : IDeadLetterSuppression
    {
        public static readonly PaceTick Instance = new();
    }

    private sealed record BackoffTick(Request Request) : IDeadLetterSuppression;
}
