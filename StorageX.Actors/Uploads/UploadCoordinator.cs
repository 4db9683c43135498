using Akka.Actor;
using StorageX.Containers;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Pieces.Parity;
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
    // A piece that is stored counts no more, though its bytes may wait for the parity of its group: what is added in one pass, and as much again.
    private const int MostFolding = 2 * WeightedSums.Batch;

    private readonly UploadJob _job;
    private readonly TransferSettings _settings;
    private readonly RawBytes _raw = new();
    private readonly GroupBook? _groups;
    private readonly IActorRef _manifest;
    private readonly IActorRef? _parity;
    private IUploadSource? _source;
    private bool _reading;
    private bool _sourceEnded;
    private long _storedBytes;
    private int _storedPieces;
    private int _skipped;
    private byte[]? _inline;

    public UploadCoordinator(string id, UploadJob job, IActorRef uploads, TransferSettings settings, CreditLedger credits)
        : base(id, job, uploads, settings, credits)
    {
        (_job, _settings) = (job, settings);
        if (job.Pool?.Parity is { } scheme)
            (_groups, _parity) = (new GroupBook(scheme), Context.ActorOf(Props.Create(() => new ParityActor(scheme, Capacity)), "parity"));
        var store = Placer ?? uploads;
        _manifest = Context.ActorOf(Props.Create(() => new ManifestActor(id, job, store, uploads)), "manifest");
        Reply<ItemRead>(read => Read(read.Item));
        Reply<PieceFolded>(folded =>
        {
            _raw.Folded(folded.Seq);
            GoOn();
        });
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

        if (_source.PieceCount is { } count)
            RequireFits(count);
        Report(TransferPhase.Pieces);
        GoOn();
    }

    protected override void Ending()
    {
        base.Ending();
        _parity?.Tell(TransferEnds.Instance);
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(
        phase, _storedBytes, _source?.Length, _storedPieces, _source?.PieceCount, Retries, Note, _skipped)
    { Resent = Resent, Sent = Sent, PassedOver = [.. PassedOver], Files = _source?.Reached?.Files, Path = _source?.Reached?.Path };

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
        if (_reading || _sourceEnded || ParityWaits || _raw.Folding > MostFolding || Outstanding.Count >= _settings.CreditsFor(_job.Permits) || !Credits.TryTake())
            return;
        _reading = true;
        RequestTask(_source!.ReadAsync(Cancel.Token), item => new ItemRead(item));
    }

    private void Read(SourceItem? item)
    {
        _reading = false;
        switch (item)
        {
            case SourcePiece { Piece: var piece } read when !IsInline(read):
                RequireFits(piece.Seq + 1);
                var group = Fold(read);
                Begin(new OutstandingPiece(piece, ContainerKind.Data, group, read.Before, read.Image));
                break;
            case SourcePiece small:
                Inline(small.Piece.Bytes.Span.ToArray());
                small.Discard();
                break;
            case InlineFile file:
                Inline(file.Bytes);
                break;
            case KeptPieces kept:
                Keep(kept.Entries);
                break;
            default:
                _sourceEnded = true;
                Credits.Release();
                if (_groups?.Unfinished is { } last)
                    Request(_parity!, new EndGroup(last));
                PublishWhenStored();
                return;
        }

        GoOn();
    }

    private void Inline(byte[] bytes)
    {
        _inline = bytes;
        Credits.Release();
    }

    private void Keep(IReadOnlyList<ManifestPiece> entries)
    {
        foreach (var entry in entries)
        {
            _manifest.Tell(new PieceStored(entry));
            _storedBytes += entry.Size;
        }

        _storedPieces += entries.Count;
        _skipped += entries.Count;
        Credits.Release();
        Report(TransferPhase.Pieces);
    }

    private int Fold(SourcePiece read)
    {
        if (_groups is null)
            return GroupShares.None;
        var (group, place, isLast) = _groups.Take(read.EndsGroup);
        if (read.Held.Count > 0)
            Placer?.Tell(new HoldPlaces(group, read.Held));
        _raw.Fold(read.Piece.Seq);
        Request(_parity!, new FoldPiece(read.Piece, place));
        if (isLast)
            Request(_parity!, new EndGroup(group));
        if (read.Parity.Count > 0)
            _groups.Remember(group, read.Parity);
        return group;
    }

    private void Folded(GroupFolded folded)
    {
        _groups!.End(folded.Group, folded.Pieces);
        for (var place = 0; place < folded.Parity.Length; place++)
        {
            var piece = new Piece(_groups.SeqOf(folded.Group, place), 0, folded.Parity[place]);
            Begin(new OutstandingPiece(piece, ContainerKind.Parity, folded.Group, _groups.BeforeOf(folded.Group, place)));
        }
    }

    /// <summary>Refuses a file whose manifest cannot list it, before more of it is sent for nothing.</summary>
    private void RequireFits(int pieces)
    {
        var text = _job.Format.IsFormat1 ? Math.Min(ManifestLimits.MaxBytes, _job.Backend.Properties.MaxBytes) : Capacity;
        var most = ManifestLimits.MostPieces(text, _job.Format.IsFormat1, !_job.Format.IsPublic, _job.Backend.Properties.ShortestLocator);
        if (pieces > most)
            throw ManifestLimits.TooManyPieces(most, Capacity);
    }

    private bool IsInline(SourcePiece read) => read.IsWhole && !_job.Format.IsFormat1
        && read.Piece.Bytes.Length <= ManifestLimits.InlineBytes && read.Piece.Bytes.Length < Capacity;

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

        var entries = _groups.Add(piece.Group, piece.Entry());
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
        Request(_manifest, new PublishManifest(_storedPieces, _storedBytes + (_inline?.Length ?? 0), _inline, _source!.TreeOffset));
    }

    private sealed record ItemRead(SourceItem? Item) : IReply
    {
        void IReply.Discard() => Item?.Discard();
    }
}
