using System.Runtime.ExceptionServices;
using Akka.Actor;
using StorageX.Backends;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>
/// Carries out one request at a time and tells its parent how the try ended: done, cancelled, or failed. What a backend
/// promises not to throw is a bug: the worker crashes, its supervisor restarts it, and the try counts as failed.
/// </summary>
internal abstract class HostWorkerActor : ReceiveActor
{
    private readonly TimeSpan _timeout;
    private HostJob? _job;
    private CancellationTokenSource? _cancel;
    private bool _timedOut;

    protected HostWorkerActor(TimeSpan timeout)
    {
        _timeout = timeout;
        Receive<HostJob>(Begin);
        Receive<CancelAttempt>(_ => _cancel?.Cancel());
        Receive<ReceiveTimeout>(_ =>
        {
            _timedOut = _cancel is not null;
            _cancel?.Cancel();
        });
        Receive<AttemptEnded>(End);
    }

    /// <summary>Carries out the request and gives the reply for the one who asked.</summary>
    protected abstract Task<IReply> PerformAsync(HostJob job, CancellationToken cancel);

    /// <summary>Asks the host whether an image is there.</summary>
    protected static async Task<IReply> CheckAsync(CheckImage check, CancellationToken cancel)
    {
        try
        {
            return new ImageChecked(check.Seq, await check.Backend.ExistsAsync(check.Locator, cancel));
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Lost)
        {
            return new ImageChecked(check.Seq, Exists: false);
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
        if (_job is not null)
            Context.Parent.Tell(new AttemptFailed(new BackendException(BackendErrorKind.Transient, $"{_job.Backend.Properties.Name}: a fault of this program; its log says more", inner: reason)), Self);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _cancel?.Cancel();
        _cancel?.Dispose();
        _cancel = null;
    }

    private void Begin(HostJob job)
    {
        _job = job;
        _timedOut = false;
        _cancel = new CancellationTokenSource();
        SetReceiveTimeout(_timeout);
        _ = PerformAsync(job, _cancel.Token).PipeTo(
            Self, success: reply => new AttemptEnded(job, reply, null), failure: error => new AttemptEnded(job, null, error));
    }

    private void End(AttemptEnded ended)
    {
        if (!ReferenceEquals(ended.Job, _job))
            return;
        SetReceiveTimeout(null);
        var cancelled = _cancel!.IsCancellationRequested && !_timedOut;
        _cancel.Dispose();
        _cancel = null;
        switch (ended.Error)
        {
            case null:
                Tell(new AttemptDone(ended.Reply!));
                break;
            case BackendException error:
                Tell(new AttemptFailed(error));
                break;
            case OperationCanceledException when cancelled:
                Tell(new AttemptCancelled());
                break;
            case OperationCanceledException:
                Tell(new AttemptFailed(new BackendException(BackendErrorKind.Transient, $"{ended.Job.Backend.Properties.Name}: no answer within {_timeout}")));
                break;
            default:
                ExceptionDispatchInfo.Throw(ended.Error);
                break;
        }
    }

    private void Tell(object end)
    {
        _job = null;
        Context.Parent.Tell(end);
    }

    /// <summary>Asks the worker to end its try early.</summary>
    public sealed class CancelAttempt : INotInfluenceReceiveTimeout
    {
        public static readonly CancelAttempt Instance = new();
    }

    /// <summary>The try succeeded.</summary>
    public sealed record AttemptDone(IReply Reply);

    /// <summary>The try failed.</summary>
    public sealed record AttemptFailed(BackendException Error);

    /// <summary>The try was cancelled.</summary>
    public sealed record AttemptCancelled;

    private sealed record AttemptEnded(HostJob Job, IReply? Reply, Exception? Error);
}
