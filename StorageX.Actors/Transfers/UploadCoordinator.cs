using Akka.Actor;
using Akka.Routing;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>
/// Uploads one file: reads a piece for every free credit, has it encoded, has the image stored, and tells the manifest actor
/// its key; after the last one, has the manifest published. It owns the pieces that are outstanding.
/// </summary>
internal sealed class UploadCoordinator : TransferCoordinator
{
    private readonly UploadJob _job;
    private readonly TransferSettings _settings;
    private readonly Dictionary<int, Outstanding> _outstanding = [];
    private readonly IActorRef _encoders;
    private readonly IActorRef _manifest;
    private PieceReader? _source;
    private bool _reading;
    private bool _sourceEnded;
    private long _storedBytes;
    private int _storedPieces;

    public UploadCoordinator(string id, UploadJob job, IActorRef uploads, TransferSettings settings)
        : base(id, job, uploads, settings.DrainTimeout)
    {
        (_job, _settings) = (job, settings);
        _encoders = Context.ActorOf(
            Props.Create<EncoderActor>().WithRouter(new RoundRobinPool(settings.Encoders).WithSupervisorStrategy(Supervision.RestartAlways())), "encoders");
        _manifest = Context.ActorOf(Props.Create(() => new ManifestActor(id, job, uploads)), "manifest");
        Reply<PieceRead>(read => Read(read.Piece));
        Reply<PieceEncoded>(Encoded);
        Reply<CodecCrashed>(Crashed);
        Reply<ImageStored>(Stored);
        Reply<HostJobFailed>(failed => Fail(HostFailure.Describe(Part(failed.Seq), failed.Error)));
        Reply<ManifestPublished>(published => Succeed(published.Key, published.Manifest, null));
        Reply<ManifestFailed>(failed => Fail(failed.Error));
        Receive<ManifestOutgrown>(outgrown => Fail(outgrown.Error));
        ReplyToTaskFailure(error => new TransferException(TransferErrorKind.Failed, error.Message, error));
    }

    protected override void Start()
    {
        try
        {
            _source = _job.OpenSource((int)Math.Min(_job.Canvas.Capacity, int.MaxValue));
        }
        catch (SourceException error)
        {
            throw new TransferException(TransferErrorKind.Failed, error.Message, error);
        }

        if (_source.Length is { } length)
            ManifestLimits.RequireFits(length, _job.Canvas);
        Report(TransferPhase.Pieces);
        ReadOn();
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(
        phase, _storedBytes, _source?.Length, _storedPieces,
        _source?.Length is { } length ? PieceGeometry.Count(length, (int)_job.Canvas.Capacity) : null, Retries, Note);

    protected override async ValueTask CleanUpAsync(bool drained)
    {
        if (drained)
        {
            foreach (var piece in _outstanding.Values)
                piece.Dispose();
        }

        if (_source is not null)
            await _source.DisposeAsync();
    }

    private void ReadOn()
    {
        if (_reading || _sourceEnded || _outstanding.Count >= _settings.Credits)
            return;
        _reading = true;
        RequestTask(_source!.ReadAsync(Cancel.Token), piece => new PieceRead(piece));
    }

    private void Read(Piece? piece)
    {
        _reading = false;
        if (piece is null)
        {
            _sourceEnded = true;
            PublishWhenStored();
            return;
        }

        _outstanding.Add(piece.Seq, new Outstanding(piece));
        Request(_encoders, new EncodePiece(piece, _job.Canvas, Self));
        ReadOn();
    }

    private void Encoded(PieceEncoded encoded)
    {
        var piece = _outstanding[encoded.Seq];
        piece.Encoded(encoded);
        RequestHost(new StoreImage(_job.Backend, Id, encoded.Seq, encoded.Image));
    }

    private void Crashed(CodecCrashed crashed)
    {
        var piece = _outstanding[crashed.Seq];
        if (++piece.Crashes >= _settings.PieceAttempts)
            throw new TransferException(TransferErrorKind.Failed, $"{Part(crashed.Seq)}: encoding failed {piece.Crashes} times: {crashed.Cause.Message}", crashed.Cause);
        NoteRetry($"{Part(crashed.Seq)}: {crashed.Cause.Message}; encoding it again");
        Request(_encoders, new EncodePiece(piece.Piece, _job.Canvas, Self));
    }

    private void Stored(ImageStored stored)
    {
        _outstanding.Remove(stored.Seq, out var piece);
        piece!.Dispose();
        _storedPieces++;
        _storedBytes += piece.Size;
        _manifest.Tell(new PieceStored(new ManifestPiece(stored.Seq, stored.Locator, piece.Piece.Offset, piece.Size, piece.Checksum)));
        Report(TransferPhase.Pieces);
        ReadOn();
        PublishWhenStored();
    }

    private void PublishWhenStored()
    {
        if (!_sourceEnded || _outstanding.Count > 0)
            return;
        Report(TransferPhase.Finishing);
        Request(_manifest, new PublishManifest(_storedPieces));
    }

    /// <summary>A piece between being read and being stored, and the buffers it holds.</summary>
    private sealed class Outstanding(Piece piece) : IDisposable
    {
        private PooledBytes? _image;

        public Piece Piece { get; } = piece;

        public int Size { get; } = piece.Bytes.Length;

        public int Crashes { get; set; }

        public string Checksum { get; private set; } = "";

        public void Encoded(PieceEncoded encoded)
        {
            Piece.Bytes.Dispose();
            (_image, Checksum) = (encoded.Image, encoded.Checksum);
        }

        public void Dispose()
        {
            Piece.Bytes.Dispose();
            _image?.Dispose();
        }
    }

    private sealed record PieceRead(Piece? Piece) : IReply
    {
        void IReply.Discard() => Piece?.Bytes.Dispose();
    }
}
