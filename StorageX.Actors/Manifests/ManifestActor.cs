using Akka.Actor;
using StorageX.Images;
using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Manifests;

/// <summary>Collects the keys of the pieces, in whatever order they come; asked to, publishes the manifest and answers its key.</summary>
internal sealed class ManifestActor : ReceiveActor
{
    private readonly UploadJob _job;
    private readonly List<ManifestPiece> _pieces = [];
    private long _bytes;
    private IActorRef _asker = ActorRefs.Nobody;
    private Manifest? _manifest;
    private PooledBytes? _image;

    /// <param name="transferId">The transfer.</param>
    /// <param name="job">What is uploaded.</param>
    /// <param name="uploads">Where images are sent to be stored.</param>
    public ManifestActor(string transferId, UploadJob job, IActorRef uploads)
    {
        _job = job;
        Receive<PieceStored>(stored => Collect(stored.Piece));
        Receive<PublishManifest>(publish => Publish(publish, transferId, uploads));
        Receive<ImageStored>(stored => Answer(new ManifestPublished(stored.Locator, _manifest!)));
        Receive<HostJobRetried>(retried => _asker.Tell(retried));
        Receive<HostJobFailed>(failed => Answer(new ManifestFailed(HostFailure.Describe("the manifest", failed.Error))));
        Receive<HostJobCancelled>(_ => Answer(new ManifestFailed(new TransferException(TransferErrorKind.Failed, "the manifest was not stored: the transfer was cancelled"))));
    }

    protected override void PostStop() => _image = null;

    private void Collect(ManifestPiece piece)
    {
        _pieces.Add(piece);
        _bytes += piece.Key.Length + ManifestLimits.EntryWithoutKey;
        if (_bytes > ManifestLimits.MaxBytes)
            Context.Parent.Tell(new ManifestOutgrown(ManifestLimits.TooMany(_pieces.Count)));
    }

    private void Publish(PublishManifest publish, string transferId, IActorRef uploads)
    {
        _asker = Sender;
        _pieces.Sort((one, other) => one.Seq.CompareTo(other.Seq));
        _manifest = new Manifest(1.0, _job.Name, _job.Canvas.Width, _job.Canvas.Height, _pieces);
        ManifestCheck.RequireWhole(_manifest);
        if (_pieces.Count != publish.PieceCount)
            throw new InvalidOperationException($"{_pieces.Count} of {publish.PieceCount} pieces are known");
        _image = ImageCanvas.Encode(ManifestWriter.Write(_manifest), ManifestLimits.Canvas, PixelCompression.WhereItPays);
        uploads.Tell(new StoreImage(_job.Backend, transferId, ManifestSeq, _image));
    }

    private void Answer(object answer)
    {
        _image?.Dispose();
        _image = null;
        _asker.Tell(answer);
    }
}
