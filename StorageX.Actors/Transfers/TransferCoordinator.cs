using Akka.Actor;
using Akka.Event;
using StorageX.Backends;
using StorageX.Errors;
using StorageX.Telemetry;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>
/// What uploads and downloads share: requests are counted until their reply, so that a transfer that ends early first waits
/// until nobody uses its buffers and files any more, then cleans up, then tells how it ended.
/// </summary>
internal abstract class TransferCoordinator : ReceiveActor, IWithTimers
{
    private const string DrainTimer = "drain";
    private readonly TransferJob _job;
    private readonly IActorRef _host;
    private readonly TimeSpan _drainTimeout;
    private TransferOutcome? _outcome;
    private TransferPhase _phase;
    private DateTimeOffset? _waitingUntil;
    private int _pending;
    private bool _finishing;

    /// <param name="id">The transfer's name, unique in the system.</param>
    /// <param name="job">What is to be done.</param>
    /// <param name="host">The parent of the host's routers.</param>
    /// <param name="drainTimeout">How long an early end waits for replies.</param>
    /// <param name="credits">Where the pieces in memory are counted.</param>
    protected TransferCoordinator(string id, TransferJob job, IActorRef host, TimeSpan drainTimeout, CreditLedger credits)
    {
        (Id, _job, _host, _drainTimeout) = (id, job, host, drainTimeout);
        var self = Self;
        Credits = credits.Open(() => self.Tell(CreditFree.Instance));
        Receive<CreditFree>(_ =>
        {
            if (_outcome is null)
                Attempt(GoOn);
            Credits.Decline();
        });
        Receive<Begin>(_ => Attempt(Start));
        Receive<CancelTransfer>(_ => End(new TransferCancelled(Id)));
        Receive<HostJobRetried>(Retried);
        Receive<HostWaits>(Waits);
        Receive<DrainTick>(_ => Finish());
        Receive<CleanedUp>(cleaned => Context.Parent.Tell(cleaned.Outcome));
        Reply<HostJobCancelled>(Cancelled);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The transfer's name.</summary>
    protected string Id { get; }

    /// <summary>Cancelled when the transfer ends.</summary>
    protected CancellationTokenSource Cancel { get; } = new();

    /// <summary>One credit for each piece in memory.</summary>
    protected CreditLedger.Account Credits { get; }

    /// <summary>How many requests were repeated.</summary>
    protected int Retries { get; private set; }

    /// <summary>Whether it is over, but for what must still be waited for.</summary>
    protected bool IsEnding => _outcome is not null;

    /// <summary>What last went wrong and is tried again.</summary>
    protected string? Note { get; private set; }

    /// <summary>Begins the work; a <see cref="TransferException"/> fails the transfer.</summary>
    protected abstract void Start();

    /// <summary>Begins with as many pieces as there are credits for.</summary>
    protected abstract void GoOn();

    /// <summary>How far the transfer is.</summary>
    protected abstract TransferProgress Progress(TransferPhase phase);

    /// <summary>Is told once that the transfer is over, before what must still be waited for.</summary>
    protected virtual void Ending()
    {
    }

    /// <summary>Is told what was wrong with an answer whose request is tried again.</summary>
    protected virtual void Doubted(int seq, BackendException error)
    {
    }

    /// <summary>Is told that a host lets nothing begin for long.</summary>
    /// <returns>Whether that holds the transfer up.</returns>
    protected virtual bool IsHeldUp(IImageBackend host, DateTimeOffset until) => true;

    /// <summary>Is told of a reply that comes when the transfer has ended, before it is discarded.</summary>
    protected virtual void Late(IReply reply)
    {
    }

    /// <summary>What is done when a request was cancelled while the transfer runs.</summary>
    protected virtual void Cancelled(HostJobCancelled cancelled) =>
        Fail(new TransferException(TransferErrorKind.Failed, "a request was cancelled by nobody; this is a bug"));

    /// <summary>Closes files; and gives back buffers, if <paramref name="drained"/> says that nobody uses them any more.</summary>
    protected abstract ValueTask CleanUpAsync(bool drained);

    protected override void PreStart() => Self.Tell(Begin.Instance);

    protected override void PostStop()
    {
        Cancel.Cancel();
        _host.Tell(new CancelHostJobs(Id));
        Credits.Dispose();
        if (!_finishing)
            _ = CleanUpAsync(drained: false).AsTask();
    }

    protected override SupervisorStrategy SupervisorStrategy() => Supervision.EscalateAlways();

    /// <summary>Sets what is done with a reply while the transfer runs; later ones are discarded.</summary>
    protected void Reply<T>(Action<T> handle)
        where T : IReply => Receive<T>(reply =>
        {
            _pending--;
            if (_outcome is null)
            {
                Attempt(() => handle(reply));
            }
            else
            {
                Late(reply);
                reply.Discard();
            }

            FinishWhenDrained();
        });

    /// <summary>Sends a request, whose reply is then waited for.</summary>
    protected void Request(IActorRef to, object request)
    {
        _pending++;
        to.Tell(request);
    }

    /// <summary>Sends a request to the host.</summary>
    protected void RequestHost(HostJob job) => Request(_host, job);

    /// <summary>Drops the request for one piece, which then is answered as cancelled unless it was answered already.</summary>
    protected void CancelHost(int seq) => _host.Tell(new CancelHostJobs(Id, seq));

    /// <summary>Runs a task; its result, or its failure, comes as a reply.</summary>
    protected void RequestTask<T>(Task<T> task, Func<T, IReply> success)
    {
        _pending++;
        _ = task.PipeTo(Self, success: result => success(result), failure: error => new TaskFailed(error));
    }

    /// <summary>What is done when a task has failed, unless it was cancelled.</summary>
    protected void ReplyToTaskFailure(Func<Exception, TransferException> describe) =>
        Reply<TaskFailed>(failed => Fail(failed.Error as TransferException ?? describe(failed.Error)));

    /// <summary>Tells the listener how far the transfer is.</summary>
    protected void Report(TransferPhase phase)
    {
        _phase = phase;
        _job.Progress?.Report(Progress(phase) with { Host = _job.HostName, WaitingUntil = _waitingUntil });
    }

    /// <summary>Notes, and counts, that a piece is begun again: its image was not what it should be, or it met a bug.</summary>
    protected void RetryPiece(string note, TransferErrorKind kind)
    {
        EngineMeter.Retries.Add(
            1,
            new(EngineMeter.Backend, _job.Backend.Properties.Name),
            new(EngineMeter.Direction, _job.Direction),
            new("error.type", kind == TransferErrorKind.Corrupt ? "corrupt" : "crash"));
        NoteRetry(note);
    }

    /// <summary>Notes, and counts, that something is asked for again.</summary>
    protected void NoteRetry(string note)
    {
        Retries++;
        Tell(note);
    }

    /// <summary>Tells people something about the transfer.</summary>
    protected void Tell(string note)
    {
        Note = SecretText.Cut(note);
        Report(_phase);
    }

    /// <summary>Ends the transfer with an error.</summary>
    protected void Fail(TransferException error) => End(new TransferFailed(Id, error));

    /// <summary>Ends the transfer well.</summary>
    protected void Succeed(Manifests.ShareKey key, Manifests.Manifest manifest, string? path)
    {
        var last = Progress(TransferPhase.Done);
        Succeed(new TransferSucceeded(Id, key, manifest, path, last.Skipped) { Resent = last.Resent, Restored = last.Restored, Sent = last.Sent, PassedOver = last.PassedOver });
    }

    /// <summary>Ends the transfer well, with an outcome of its own.</summary>
    protected void Succeed(TransferOutcome outcome)
    {
        Report(TransferPhase.Done);
        End(outcome);
    }

    /// <summary>Names a piece that was asked for to a person.</summary>
    protected virtual string NameOf(int seq) => Part(seq);

    /// <summary>Names a part of the transfer to a person.</summary>
    protected static string Part(int seq) => seq == ManifestSeq ? "the manifest" : seq < ManifestSeq ? "a piece of parity" : $"piece {seq}";

    /// <summary>Does something whose <see cref="TransferException"/> fails the transfer.</summary>
    protected void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (TransferException error)
        {
            Fail(error);
        }
    }

    private void Retried(HostJobRetried retried)
    {
        Doubted(retried.Seq, retried.Error);
        if (_outcome is null)
            NoteRetry($"{NameOf(retried.Seq)}: {retried.Error.Message}; trying again in {retried.Delay.TotalSeconds:0.0} s");
    }

    private void Waits(HostWaits waits)
    {
        _waitingUntil = waits.Until is { } until && IsHeldUp(waits.Backend, until) ? until : null;
        if (_outcome is null)
            Report(_phase);
    }

    private void End(TransferOutcome outcome)
    {
        if (_outcome is not null)
            return;
        _outcome = outcome;
        Cancel.Cancel();
        Ending();
        if (_pending > 0)
        {
            _host.Tell(new CancelHostJobs(Id));
            Timers.StartSingleTimer(DrainTimer, DrainTick.Instance, _drainTimeout);
        }

        FinishWhenDrained();
    }

    private void FinishWhenDrained()
    {
        if (_outcome is not null && _pending == 0)
            Finish();
    }

    private void Finish()
    {
        if (_finishing)
            return;
        _finishing = true;
        Timers.CancelAll();
        var outcome = _outcome!;
        _ = CleanUpAsync(drained: _pending == 0).AsTask().ContinueWith(
            cleaned => new CleanedUp(cleaned.Exception is null ? outcome : NotCleaned(outcome, cleaned.Exception.InnerException!)),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).PipeTo(Self);
    }

    private TransferOutcome NotCleaned(TransferOutcome outcome, Exception error) => outcome is TransferSucceeded
        ? new TransferFailed(Id, new TransferException(TransferErrorKind.Failed, error.Message, error))
        : outcome;

    /// <summary>A task's failure as a reply.</summary>
    protected sealed record TaskFailed(Exception Error) : IReply;

    private sealed record CleanedUp(TransferOutcome Outcome) : IDeadLetterSuppression;

    private sealed class Begin
    {
        public static readonly Begin Instance = new();
    }

    private sealed class CreditFree : IDeadLetterSuppression
    {
        public static readonly CreditFree Instance = new();
    }

    private sealed class DrainTick : IDeadLetterSuppression
    {
        public static readonly DrainTick Instance = new();
    }
}
