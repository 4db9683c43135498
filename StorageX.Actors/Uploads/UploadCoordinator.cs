using Akka.Actor;
using Akka.Routing;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Telemetry;
using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Uploads one file: reads a piece for every free credit, has it encoded, has the image stored, and tells the manifest actor
/// its key; after the last one, has the manifest published. It owns the pieces that are outstanding.
/// </summary>
internal sealed class UploadCoordinator : TransferCoordinator
{
    // A host gives so many bytes as fast as it says that it has them, and only what it gives shows whether they are right.
    private const int CheapToFetch = 64 << 10;

    private readonly UploadJob _job;
    private readonly TransferSettings _settings;
    private readonly Dictionary<int, OutstandingPiece> _outstanding = [];
    private readonly IActorRef _encoders;
    private readonly IActorRef _manifest;
    private PieceReader? _source;
    private bool _reading;
    private bool _sourceEnded;
    private long _storedBytes;
    private int _storedPieces;
    private int _skipped;
    private int _resent;
    private byte[]? _inline;

    public UploadCoordinator(string id, UploadJob job, IActorRef uploads, TransferSettings settings, CreditLedger credits)
        : base(id, job, uploads, settings.DrainTimeout, credits)
    {
        (_job, _settings) = (job, settings);
        _encoders = Context.ActorOf(
            Props.Create<EncoderActor>().WithRouter(new RoundRobinPool(settings.Encoders).WithSupervisorStrategy(Supervision.RestartAlways())), "encoders");
        _manifest = Context.ActorOf(Props.Create(() => new ManifestActor(id, job, uploads)), "manifest");
        Reply<PieceRead>(read => Read(read.Piece));
        Reply<PieceEncoded>(Encoded);
        Reply<CodecCrashed>(Crashed);
        Reply<PieceKnown>(Known);
        Reply<ImageChecked>(Checked);
        Reply<ImageFetched>(Fetched);
        Reply<PieceCompared>(compared => Checked(new ImageChecked(compared.Seq, compared.Same)));
        Reply<ImageStored>(stored => Stored(stored.Seq, stored.Locator));
        Reply<HostJobFailed>(HostFailed);
        Reply<ManifestPublished>(published => Succeed(published.Key, published.Manifest, null));
        Reply<ManifestFailed>(failed => FailAndForget(failed.Error));
        Receive<ManifestBroken>(broken => FailAndForget(broken.Error));
        ReplyToTaskFailure(error => new TransferException(TransferErrorKind.Failed, error.Message, error));
    }

    private int Capacity => _job.Format.CapacityOf(_job.Canvas);

    protected override void Start()
    {
        try
        {
            _source = _job.OpenSource(Capacity);
        }
        catch (SourceException error)
        {
            throw new TransferException(TransferErrorKind.Failed, error.Message, error);
        }

        if (_source.Length is { } length)
            RequireFits(PieceGeometry.Count(length, Capacity));
        Report(TransferPhase.Pieces);
        GoOn();
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(
        phase, _storedBytes, _source?.Length, _storedPieces,
        _source?.Length is { } length ? PieceGeometry.Count(length, Capacity) : null, Retries, Note, _skipped)
    { Resent = _resent };

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

    protected override void Doubted(int seq, BackendException error) => _outstanding.GetValueOrDefault(seq)?.Doubted(error);

    protected override void Ending()
    {
        foreach (var piece in _outstanding.Values.Where(piece => piece.IsStored))
        {
            if (piece.IsDoubted)
                _job.Known!.Forget(piece.Sha256);
            else
                _job.Known!.Doubt(piece.Sha256, piece.Locator);
        }
    }

    protected override void GoOn()
    {
        if (_reading || _sourceEnded || _outstanding.Count >= _settings.CreditsFor(_job.Permits) || !Credits.TryTake())
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
            Credits.Release();
            PublishWhenStored();
            return;
        }

        if (IsInline(piece))
        {
            using (piece.Bytes)
                _inline = piece.Bytes.Span.ToArray();
            Credits.Release();
        }
        else
        {
            RequireFits(piece.Seq + 1);
            _outstanding.Add(piece.Seq, new OutstandingPiece(piece));
            Encode(piece, _job.Known);
        }

        GoOn();
    }

    /// <summary>Refuses a file whose manifest cannot list it, before more of it is sent for nothing.</summary>
    private void RequireFits(int pieces)
    {
        var text = _job.Format.IsFormat1 ? Math.Min(ManifestLimits.MaxBytes, _job.Backend.Properties.MaxBytes) : Capacity;
        var most = ManifestLimits.MostPieces(text, _job.Format.IsFormat1, !_job.Format.IsPublic, _job.Backend.Properties.ShortestLocator);
        if (pieces > most)
            throw ManifestLimits.TooManyPieces(most, Capacity);
    }

    private bool IsInline(Piece piece) => !_job.Format.IsFormat1 && piece.Seq == 0
        && piece.Bytes.Length <= ManifestLimits.InlineBytes && piece.Bytes.Length < Capacity;

    private void Encode(Piece piece, KnownPieces? known) =>
        Request(_encoders, new EncodePiece(piece, _job.Canvas, _job.Format, known, Self));

    private void Known(PieceKnown known)
    {
        var piece = _outstanding[known.Seq];
        piece.Known(known);
        var doubtful = _job.Known!.IsDoubtful(known.Stored);
        if (_job.Recheck || (doubtful && piece.Size <= CheapToFetch && !_job.Backend.Properties.ChecksAreCheap))
            RequestHost(new FetchImage(_job.Backend, Id, known.Seq, known.Stored.Locator));
        else if (doubtful)
            RequestHost(new CheckImage(_job.Backend, Id, known.Seq, known.Stored.Locator));
        else
            StoredBefore(known.Seq, known.Stored.Locator);
    }

    private void Checked(ImageChecked answer)
    {
        var piece = _outstanding[answer.Seq];
        if (answer.Exists)
        {
            _job.Known!.MarkChecked(piece.Sha256);
            StoredBefore(answer.Seq, piece.Locator);
        }
        else
        {
            _job.Known!.Forget(piece.Sha256);
            _resent++;
            Encode(piece.Piece, null);
        }
    }

    private void Fetched(ImageFetched fetched)
    {
        var piece = _outstanding[fetched.Seq];
        piece.Fetched(fetched.Image);
        Request(_encoders, new ComparePiece(piece.Piece, fetched.Image, PieceOpening.Stored(_job.Format.IsFormat1, piece.Secret), Self));
    }

    private void HostFailed(HostJobFailed failed)
    {
        if (_outstanding.TryGetValue(failed.Seq, out var piece) && piece.IsStored && failed.Error.Kind is BackendErrorKind.Lost or BackendErrorKind.Corrupt)
            Checked(new ImageChecked(failed.Seq, Exists: false));
        else
            FailAndForget(HostFailure.Describe(Part(failed.Seq), failed.Error));
    }

    private void StoredBefore(int seq, string locator)
    {
        _skipped++;
        Finished(seq, locator, "skipped");
    }

    private void Encoded(PieceEncoded encoded)
    {
        var piece = _outstanding[encoded.Seq];
        piece.Encoded(encoded);
        RequestHost(new StoreImage(_job.Backend, Id, encoded.Seq, encoded.Image) { Identity = encoded.Identity });
    }

    private void Crashed(CodecCrashed crashed)
    {
        var piece = _outstanding[crashed.Seq];
        if (++piece.Crashes >= _settings.PieceAttempts)
            throw new TransferException(TransferErrorKind.Failed, $"{Part(crashed.Seq)}: encoding failed {piece.Crashes} times: {crashed.Cause.Message}", crashed.Cause);
        RetryPiece($"{Part(crashed.Seq)}: {crashed.Cause.Message}; encoding it again", TransferErrorKind.Failed);
        Encode(piece.Piece, _job.Known);
    }

    private void FailAndForget(TransferException error)
    {
        if (error.InnerException is BackendException { Worthless: { } locator })
            _job.Known?.ForgetLocator(locator);
        Fail(error);
    }

    private void Stored(int seq, string locator)
    {
        var piece = _outstanding[seq];
        _job.Known?.Remember(piece.Sha256, piece.Size, locator, piece.Secret);
        Finished(seq, locator, "stored");
    }

    private void Finished(int seq, string locator, string outcome)
    {
        _outstanding.Remove(seq, out var piece);
        piece!.Dispose();
        Credits.Release();
        _storedPieces++;
        _storedBytes += piece.Size;
        EngineMeter.CountPiece("upload", outcome, piece.Size);
        _manifest.Tell(new PieceStored(piece.Entry(locator)));
        Report(TransferPhase.Pieces);
        GoOn();
        PublishWhenStored();
    }

    private void PublishWhenStored()
    {
        if (!_sourceEnded || _outstanding.Count > 0)
            return;
        Report(TransferPhase.Finishing);
        Request(_manifest, new PublishManifest(_storedPieces, _storedBytes + (_inline?.Length ?? 0), _inline));
    }

    private sealed record PieceRead(Piece? Piece) : IReply
    {
        void IReply.Discard() => Piece?.Bytes.Dispose();
    }
}
