using Akka.Actor;
using StorageX.Containers;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Telemetry;
using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>
/// Uploads one file: reads a piece for every free credit, has it encoded, has the image stored, and tells the manifest actor
/// its key; after the last one, has the manifest published. It owns the pieces that are outstanding, those of parity among them.
/// </summary>
internal sealed class UploadCoordinator : StoringCoordinator
{
    private readonly UploadJob _job;
    private readonly TransferSettings _settings;
    private readonly RawBytes _raw = new();
    private readonly GroupBook? _groups;
    private readonly IActorRef _manifest;
    private readonly IActorRef? _parity;
    private PieceReader? _source;
    private bool _reading;
    private bool _sourceEnded;
    private long _storedBytes;
    private int _storedPieces;
    private int _skipped;
    private byte[]? _inline;
    private int? _lastSeq;

    public UploadCoordinator(string id, UploadJob job, IActorRef uploads, TransferSettings settings, CreditLedger credits)
        : base(id, job, uploads, settings, credits)
    {
        (_job, _settings) = (job, settings);
        if (job.Pool?.Parity is { } scheme)
            (_groups, _parity) = (new GroupBook(scheme), Context.ActorOf(Props.Create(() => new ParityActor(scheme, Capacity)), "parity"));
        var store = Placer ?? uploads;
        _manifest = Context.ActorOf(Props.Create(() => new ManifestActor(id, job, store)), "manifest");
        Reply<PieceRead>(read => Read(read.Piece));
        Reply<PieceFolded>(folded => _raw.Folded(folded.Seq));
        Reply<GroupFolded>(Folded);
        Reply<ManifestPublished>(published => Succeed(published.Key, published.Manifest, null));
        Reply<ManifestFailed>(failed => FailAndForget(failed.Error));
        Receive<ManifestBroken>(broken => FailAndForget(broken.Error));
        ReplyToTaskFailure(error => new TransferException(TransferErrorKind.Failed, error.Message, error));
    }

    private int Capacity => _job.Format.CapacityOf(_job.Canvas);

    // No more parity waits than that of one group, beside that which is being made.
    private bool ParityWaits => _groups is not null && Outstanding.Values.Count(piece => piece.Kind == ContainerKind.Parity) > _job.Pool!.Parity!.Parity / 2;

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

    protected override void Ending()
    {
        base.Ending();
        _parity?.Tell(TransferEnds.Instance);
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(
        phase, _storedBytes, _source?.Length, _storedPieces,
        _source?.Length is { } length ? PieceGeometry.Count(length, Capacity) : null, Retries, Note, _skipped)
    { Resent = Resent, PassedOver = [.. PassedOver] };

    protected override async ValueTask CleanUpAsync(bool drained)
    {
        if (drained)
        {
            _raw.Dispose();
            foreach (var piece in Outstanding.Values)
            {
                piece.Piece.Bytes.Dispose();
                piece.Dispose();
            }
        }

        if (_source is not null)
            await _source.DisposeAsync();
    }

    protected override void GoOn()
    {
        if (_reading || _sourceEnded || ParityWaits || Outstanding.Count >= _settings.CreditsFor(_job.Permits) || !Credits.TryTake())
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
            if (_groups is not null && _lastSeq is { } last && !_groups.IsLast(last))
                Request(_parity!, new EndGroup(_groups.GroupOf(last)));
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
            Fold(piece);
            Begin(piece, ContainerKind.Data, _groups?.GroupOf(piece.Seq) ?? GroupShares.None);
        }

        GoOn();
    }

    private void Fold(Piece piece)
    {
        _lastSeq = piece.Seq;
        if (_groups is null)
            return;
        _groups.Begin(piece.Seq);
        _raw.Fold(piece.Seq);
        Request(_parity!, new FoldPiece(piece));
        if (_groups.IsLast(piece.Seq))
            Request(_parity!, new EndGroup(_groups.GroupOf(piece.Seq)));
    }

    private void Folded(GroupFolded folded)
    {
        _groups!.End(folded.Group, folded.Pieces);
        for (var place = 0; place < folded.Parity.Length; place++)
            Begin(new Piece(_groups.SeqOf(folded.Group, place), 0, folded.Parity[place]), ContainerKind.Parity, folded.Group);
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

    protected override void Release(Piece piece) => _raw.Release(piece);

    protected override void Finished(OutstandingPiece piece)
    {
        if (piece.Kind == ContainerKind.Data)
        {
            Credits.Release();
            _storedPieces++;
            _storedBytes += piece.Size;
            if (piece.IsSkipped)
                _skipped++;
            EngineMeter.CountPiece("upload", piece.IsSkipped ? "skipped" : "stored", piece.Size);
        }

        List(piece);
        Report(TransferPhase.Pieces);
        GoOn();
        PublishWhenStored();
    }

    private void List(OutstandingPiece piece)
    {
        if (_groups is null)
        {
            _manifest.Tell(new PieceStored(piece.Entry()));
            return;
        }

        var entries = _groups.Add(piece.Entry());
        foreach (var entry in entries)
            _manifest.Tell(new PieceStored(entry));
        if (entries.Count > 0)
            Placer!.Tell(new GroupPlaced(piece.Group));
    }

    private void PublishWhenStored()
    {
        if (!_sourceEnded || Outstanding.Count > 0 || _groups is { IsEmpty: false })
            return;
        Report(TransferPhase.Finishing);
        Request(_manifest, new PublishManifest(_storedPieces, _storedBytes + (_inline?.Length ?? 0), _inline));
    }

    private sealed record PieceRead(Piece? Piece) : IReply
    {
        void IReply.Discard() => Piece?.Bytes.Dispose();
    }
}
