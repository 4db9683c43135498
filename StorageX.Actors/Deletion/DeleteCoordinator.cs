using Akka.Actor;
using Akka.Event;
using StorageX.Catalogue;
using StorageX.Telemetry;
using StorageX.Transfers;
using static StorageX.Deletion.DeleteProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Deletion;

/// <summary>
/// Deletes images: takes a few out of the catalogue, asks their hosts to delete them, and enters each answer, until all were seen. What a host
/// refuses stays known, with the reason; what was asked for when the deletion ended early counts as not deleted.
/// </summary>
internal sealed class DeleteCoordinator : TransferCoordinator
{
    private const int MostListed = 1000;
    private readonly DeleteJob _job;
    private readonly int _window;
    private readonly Dictionary<int, KnownImage> _open = [];
    private readonly List<UndeletedImage> _undeleted = [];
    private int _total;
    private int _seq;
    private int _deleted;
    private int _refused;

    public DeleteCoordinator(string id, DeleteJob job, IActorRef hosts, TransferSettings settings, CreditLedger credits)
        : base(id, job, hosts, settings.DrainTimeout, credits)
    {
        (_job, _window) = (job, 2 * Math.Max(job.Permits, 1));
        Reply<ImageDeleted>(deleted =>
        {
            Settle(deleted);
            GoOn();
        });
        Reply<HostJobFailed>(failed =>
        {
            Settle(failed);
            GoOn();
        });
        Receive<GoOnTick>(_ =>
        {
            if (!IsEnding)
                Attempt(GoOn);
        });
        ReplyToTaskFailure(error => new TransferException(TransferErrorKind.Failed, error.Message, error));
    }

    protected override void Start()
    {
        _total = _job.Removal.Count();
        Report(TransferPhase.Deleting);
        GoOn();
    }

    protected override TransferProgress Progress(TransferPhase phase) =>
        new(phase, 0, null, Math.Min(_total, _deleted + _refused + _job.Removal.Shared), _total, Retries, Note);

    protected override void GoOn()
    {
        if (_open.Count < _window && !_job.Removal.IsAtEnd)
        {
            foreach (var image in _job.Removal.Next(_window - _open.Count, MayGo))
                Delete(image);
            Report(TransferPhase.Deleting);
            // One step at a time, so that a request to end is heard.
            if (_open.Count < _window && !_job.Removal.IsAtEnd)
                Self.Tell(GoOnTick.Instance);
        }

        if (_job.Removal.IsAtEnd && _open.Count == 0)
            Succeed(new ImagesDeleted(Id, _deleted, _undeleted, _refused));
    }

    protected override void Late(IReply reply)
    {
        try
        {
            Settle(reply);
        }
        catch (TransferException)
        {
            // Whoever deletes next finds out.
        }
    }

    protected override ValueTask CleanUpAsync(bool drained)
    {
        try
        {
            foreach (var image in _open.Values)
                _job.Removal.Kept(image);
        }
        catch (TransferException)
        {
            // The end of the process says the same.
        }

        _open.Clear();
        return default;
    }

    private bool MayGo(KnownImage image)
    {
        if (_job.HostOf(image) is not { } host)
            Refused(image, TransferErrorKind.Failed, $"no backend is configured that it could be deleted with (it was {image.Backend})");
        else if (!host.CanDelete(image.Stored))
            Refused(image, TransferErrorKind.Refused, $"{host.Properties.Name}: nothing is known of how to delete it");
        else
            return true;
        return false;
    }

    private void Delete(KnownImage image)
    {
        if (_job.Removal.IsDry)
        {
            _deleted++;
            return;
        }

        _open.Add(_seq, image);
        RequestHost(new DeleteImage(_job.HostOf(image)!, Id, _seq++, image.Stored));
    }

    private void Settle(IReply reply)
    {
        var seq = reply switch
        {
            ImageDeleted deleted => deleted.Seq,
            HostJobFailed failed => failed.Seq,
            HostJobCancelled cancelled => cancelled.Seq,
            _ => -1,
        };
        if (!_open.Remove(seq, out var image))
            return;
        if (reply is ImageDeleted)
        {
            _job.Removal.Gone(image);
            EngineMeter.CountDeletion(image.Backend);
            _deleted++;
        }
        else
        {
            _job.Removal.Kept(image);
            Refused(image, TransferErrorKind.Refused, reply is HostJobFailed failed ? failed.Error.Message : "the deletion was cancelled");
        }

        if (!IsEnding)
            Report(TransferPhase.Deleting);
    }

    private void Refused(KnownImage image, TransferErrorKind kind, string reason)
    {
        _refused++;
        if (_undeleted.Count < MostListed)
            _undeleted.Add(new UndeletedImage(image.Stored.Locator, image.Backend, kind, reason));
    }

    private sealed class GoOnTick : IDeadLetterSuppression
    {
        public static readonly GoOnTick Instance = new();
    }
}
