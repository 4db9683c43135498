using Akka.Actor;
using StorageX.Deletion;
using StorageX.Downloads;
using StorageX.Examining;
using StorageX.Reading;
using StorageX.Transfers;
using StorageX.Uploads;
using static StorageX.Deletion.DeleteProtocol;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Examining.HealthProtocol;
using static StorageX.Reading.ReadProtocol;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Engine;

/// <summary>
/// Admits transfers: one child each, so many at once as the settings say, the others in the order they came. Each is
/// answered once, when its coordinator and all of its children have stopped.
/// </summary>
internal sealed class TransferManager : ReceiveActor
{
    private readonly TransferSettings _settings;
    private readonly CreditLedger _credits;
    private readonly IActorRef _uploads;
    private readonly IActorRef _downloads;
    private readonly LinkedList<(SubmitTransfer Submit, IActorRef Asker)> _waiting = [];
    private readonly Dictionary<IActorRef, Running> _running = [];

    /// <param name="settings">How transfers run.</param>
    /// <param name="uploads">Where images are sent to be stored.</param>
    /// <param name="downloads">Where images are asked for.</param>
    public TransferManager(TransferSettings settings, IActorRef uploads, IActorRef downloads)
    {
        (_settings, _uploads, _downloads) = (settings, uploads, downloads);
        _credits = new CreditLedger(settings.CreditsInAll);
        Receive<SubmitTransfer>(submit =>
        {
            _waiting.AddLast((submit, Sender));
            StartOn();
        });
        Receive<CancelTransfer>(Cancel);
        Receive<TransferOutcome>(outcome =>
        {
            _running[Sender].Outcome = outcome;
            Context.Stop(Sender);
        });
        Receive<Terminated>(ended => Ended(ended.ActorRef));
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
    {
        if (_running.TryGetValue(Sender, out var failed))
            failed.Outcome ??= new TransferFailed(failed.Id, new TransferException(TransferErrorKind.Failed, "a fault of this program ended the transfer; its log says more, and starting it again does no harm", error));
        return Directive.Stop;
    });

    // Whoever still waits when the storage is closed is answered too.
    protected override void PostStop()
    {
        foreach (var (id, asker) in _running.Values.Select(running => (running.Id, running.Asker)).Concat(_waiting.Select(waiting => (waiting.Submit.Id, waiting.Asker))))
            asker.Tell(new TransferCancelled(id));
    }

    private void StartOn()
    {
        while (_waiting.First is { } first && _running.Count < _settings.Running)
        {
            _waiting.RemoveFirst();
            var (submit, asker) = first.Value;
            var child = Context.ActorOf(PropsOf(submit), $"{NameOf(submit.Job)}-{submit.Id}");
            _running.Add(child, new Running(submit.Id, asker));
            Context.Watch(child);
        }
    }

    private static string NameOf(TransferJob job) => job switch
    {
        UploadJob => "upload",
        ReadJob => "read",
        DeleteJob => "delete",
        HealthJob => "health",
        _ => "download",
    };

    private Props PropsOf(SubmitTransfer submit) => submit.Job switch
    {
        UploadJob upload => Props.Create(() => new UploadCoordinator(submit.Id, upload, _uploads, _settings, _credits)),
        DownloadJob download => Props.Create(() => new DownloadCoordinator(submit.Id, download, _downloads, _settings, _credits)),
        DeleteJob delete => Props.Create(() => new DeleteCoordinator(submit.Id, delete, _uploads, _settings, _credits)),
        ReadJob read => Props.Create(() => new ReadCoordinator(submit.Id, read, _downloads, _settings, _credits)),
        HealthJob health => Props.Create(() => new HealthCoordinator(submit.Id, health, _downloads, _settings, _credits)),
        _ => throw new ArgumentException("an unknown kind of job", nameof(submit)),
    };

    private void Cancel(CancelTransfer cancel)
    {
        foreach (var (child, _) in _running.Where(running => running.Value.Id == cancel.Id))
            child.Tell(cancel);
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Submit.Id != cancel.Id)
                continue;
            _waiting.Remove(node);
            node.Value.Asker.Tell(new TransferCancelled(cancel.Id));
            return;
        }
    }

    private void Ended(IActorRef child)
    {
        _running.Remove(child, out var ended);
        ended!.Asker.Tell(ended.Outcome ?? new TransferFailed(ended.Id, new TransferException(TransferErrorKind.Failed, "the transfer stopped without a word; this is a bug")));
        StartOn();
    }

    private sealed class Running(string id, IActorRef asker)
    {
        public string Id { get; } = id;

        public IActorRef Asker { get; } = asker;

        public TransferOutcome? Outcome { get; set; }
    }
}
