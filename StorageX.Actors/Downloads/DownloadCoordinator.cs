using Akka.Actor;
using StorageX.Buffers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>
/// Downloads one file: fetches and checks the manifest, level by level, then for every free credit has a piece fetched and
/// decoded, and writes the pieces in order. A credit comes back when its piece is written.
/// </summary>
internal sealed class DownloadCoordinator : FetchingCoordinator
{
    private readonly DownloadJob _job;
    private readonly TransferSettings _settings;
    private readonly Dictionary<int, PooledBytes> _spare = [];
    private ReorderBuffer<(ManifestPiece Piece, PooledBytes? Bytes)> _reorder = new(1);
    private Manifest? _manifest;
    private IEnumerator<(ManifestPiece Piece, PieceGroup? Group)>? _pieces;
    private IPieceSink? _target;
    private PooledBytes? _writing;
    private bool _busy;
    private long _writtenBytes;
    private int _written;
    private int _asked;
    private int _resumed;

    public DownloadCoordinator(string id, DownloadJob job, IActorRef downloads, TransferSettings settings, CreditLedger credits)
        : base(id, job, downloads, settings, credits)
    {
        (_job, _settings) = (job, settings);
        Reply<ImageChecked>(answer => Arrived(answer.Seq, null));
        Reply<ManifestRead>(read => Follow(read.Manifest));
        Reply<TargetReady>(ready => Begin(ready.Resumed));
        Reply<PieceWritten>(Written);
        Reply<TargetComplete>(_ => Complete());
        ReplyToTaskFailure(Describe);
    }

    private bool IsReadingManifest => _manifest is null || _manifest.Level > 0;

    protected override void Start()
    {
        Report(TransferPhase.ReadingManifest);
        Begin(ManifestSeq, new PieceUnderWay(null, ImagePlace.Of(_job, _job.Key.Locator, _job.Key.Mirrors)));
    }

    protected override TransferProgress Progress(TransferPhase phase) => IsReadingManifest
        ? new(TransferPhase.ReadingManifest, 0, _manifest?.FileSize, 0, null, Retries, Note)
        : new(phase, _writtenBytes, _manifest!.Size, _written, _manifest.PieceCount, Retries, Note, _resumed) { Restored = RestoredPieces };

    protected override async ValueTask CleanUpAsync(bool drained)
    {
        if (drained)
        {
            foreach (var waiting in _reorder.Waiting)
                waiting.Bytes?.Dispose();
            foreach (var bytes in _spare.Values)
                bytes.Dispose();
            _writing?.Dispose();
        }

        _pieces?.Dispose();
        if (_target is not null)
            await _target.DisposeAsync();
    }

    protected override HostJob RequestFor(int seq, ImagePlace place) => _job.ExistenceOnly && seq != ManifestSeq && !IsReadingManifest
        ? new CheckImage(place.Backend, Id, seq, place.Locator)
        : base.RequestFor(seq, place);

    /// <summary>Credits are taken in the order of the pieces, so that the one that is written next always has its own.</summary>
    protected override void GoOn()
    {
        while (_pieces is not null && _asked < _manifest!.Pieces.Count && _asked - _written < _settings.CreditsFor(_job.Permits) && Credits.TryTake())
        {
            _pieces.MoveNext();
            var ((piece, group), seq) = (_pieces.Current, _asked++);
            var item = new PieceUnderWay(piece, ImagePlace.Of(_job, piece), group);
            if (!_spare.Remove(seq, out var bytes))
            {
                Begin(seq, item);
                continue;
            }

            UnderWay.Add(seq, item);
            CountRestored(seq, bytes);
            Arrived(seq, bytes);
        }
    }

    protected override DecodeImage Decoding(PieceUnderWay item, ImageFetched fetched) => item.Piece is not { } piece
        ? new DecodeImage(ManifestSeq, fetched.Image, PieceOpening.Root(_job.Key), (int)CanvasSize.MaxRaster, null, Self)
        : DecodeImage.Of(_manifest!, piece, fetched.Image, Self);

    protected override bool IsOfFile(int seq) => seq != ManifestSeq && !IsReadingManifest;

    protected override Manifest? GroupsOf(int seq) => seq == ManifestSeq || (_job.ExistenceOnly && !IsReadingManifest) || _manifest!.Parity is null ? null : _manifest;

    protected override void Came(int seq, PooledBytes bytes)
    {
        if (seq != ManifestSeq)
        {
            Arrived(seq, bytes);
            return;
        }

        UnderWay.Remove(ManifestSeq);
        RequestTask(Task.Run(() => ReadRoot(bytes)), manifest => new ManifestRead(manifest));
    }

    protected override void Spare(int seq, PooledBytes bytes)
    {
        if (seq < _asked || !_spare.TryAdd(seq, bytes))
            bytes.Dispose();
    }

    /// <summary>Takes the bytes of a piece, or nothing where the target can do without, to their place in the order.</summary>
    private void Arrived(int seq, PooledBytes? bytes)
    {
        UnderWay.Remove(seq, out var item);
        _reorder.Add(seq, (item!.Piece!, bytes));
        WriteOn();
    }

    protected override void Gone(int seq, TransferException error)
    {
        if (UnderWay[seq].Piece is { } piece && _target!.TrySkip(piece, error))
        {
            Arrived(seq, null);
            return;
        }

        // Without a group, the image may be sent again, and the download goes on.
        if (error.Kind == TransferErrorKind.Lost && UnderWay[seq].IsBeyondGroup)
            _target?.GiveUp();
        Fail(error);
    }

    protected override string NameOf(int seq) => IsReadingManifest && seq != ManifestSeq ? $"{Part(seq)} of the manifest" : Part(seq);

    private void Follow(Manifest manifest)
    {
        ManifestDescent.Require(_manifest, manifest);
        if ((manifest.Level > 0 ? manifest.FileSize : manifest.Size) is { } size && size > _job.MaxSize)
            throw TooLarge($"{size}");
        _manifest = manifest;
        _job.Trail?.Add(manifest);
        if (manifest.Level > 0)
            _target = SinkFor(manifest);
        else if (_job.OpenTarget is null)
            Succeed(_job.Key, manifest, null);
        else
            _target = _job.OpenTarget(manifest);
        if (_target is not null)
            RequestTask(PrepareAsync(manifest, _target), resumed => new TargetReady(resumed));
    }

    private ManifestSink SinkFor(Manifest manifest)
    {
        ManifestDescent.RequireText(manifest, _job.MaxSize);
        ManifestSink.RequireSpace(manifest.Size);
        return new ManifestSink(listed =>
        {
            ManifestDescent.RequireListed(manifest, listed);
            if (manifest.Level == 1 && listed > _job.MaxSize)
                throw TooLarge($"more than {_job.MaxSize}");
        });
    }

    private TransferException TooLarge(string bytes) =>
        new(TransferErrorKind.Failed, $"{_job.Key.Redacted}: the file has {bytes} bytes, and {_job.MaxSize} are allowed; allow more with --max-size");

    private async Task<int> PrepareAsync(Manifest manifest, IPieceSink target)
    {
        await Task.Yield();
        if (manifest.Pieces.FirstOrDefault(piece => ImagePlace.Of(_job, piece).Count == 0) is { } foreign)
            throw HostFailure.Foreign(foreign);
        var resumed = await target.ResumeAsync(manifest.Pieces, Cancel.Token);
        if (manifest.Inline is { } inline)
            await target.WriteAsync(inline, Cancel.Token);
        return resumed;
    }

    private void Begin(int resumed)
    {
        _pieces = PieceGroup.Walk(_manifest!).GetEnumerator();
        _writtenBytes = _manifest!.Inline?.Length ?? 0;
        for (var seq = 0; seq < resumed && _pieces.MoveNext(); seq++)
            _writtenBytes += _pieces.Current.Piece.Size;
        _asked = _written = _resumed = resumed;
        _reorder = new(_settings.CreditsFor(_job.Permits), resumed);
        Report(TransferPhase.Pieces);
        GoOn();
        CompleteWhenWritten();
    }

    private void WriteOn()
    {
        if (_busy || !_reorder.TryTake(out var seq, out var next))
            return;
        _busy = true;
        _writing = next.Bytes;
        RequestTask(WriteAsync(next.Bytes), _ => new PieceWritten(seq, next.Piece));
    }

    private async Task<bool> WriteAsync(PooledBytes? bytes)
    {
        if (bytes is not null)
            await _target!.WriteAsync(bytes.Memory, Cancel.Token);
        return true;
    }

    private void Written(PieceWritten written)
    {
        _writtenBytes += written.Piece.Size;
        _written = written.Seq + 1;
        _writing?.Dispose();
        _writing = null;
        Credits.Release();
        _busy = false;
        Report(TransferPhase.Pieces);
        WriteOn();
        GoOn();
        CompleteWhenWritten();
    }

    private void CompleteWhenWritten()
    {
        if (_written < _manifest!.Pieces.Count)
            return;
        Report(TransferPhase.Finishing);
        RequestTask(CompleteAsync(), _ => new TargetComplete());
    }

    private async Task<bool> CompleteAsync()
    {
        await _target!.CompleteAsync(Cancel.Token);
        return true;
    }

    private void Complete()
    {
        if (_target is not ManifestSink text)
        {
            Succeed(_job.Key, _manifest!, _target!.Path);
            return;
        }

        _target = null;
        _pieces!.Dispose();
        _pieces = null;
        Follow(text.Manifest);
    }

    private Manifest ReadRoot(PooledBytes bytes)
    {
        using (bytes)
        {
            _job.Trail?.Began(bytes.Span);
            return ManifestReader.Read(bytes.Memory, format2Only: _job.Key.Secret is not null);
        }
    }

    private TransferException Describe(Exception error) => error switch
    {
        ManifestException { NeedsNewerVersion: true } => new(TransferErrorKind.Failed, $"{_job.Key.Redacted}: {error.Message}; get a newer storagex to download it", error),
        ManifestException => new(TransferErrorKind.Corrupt, $"{_job.Key.Redacted}: this image carries no manifest that can be followed: {error.Message}", error),
        _ => new(TransferErrorKind.Failed, error.Message, error),
    };

    private sealed record ManifestRead(Manifest Manifest) : IReply;

    private sealed record TargetReady(int Resumed) : IReply;

    private sealed record PieceWritten(int Seq, ManifestPiece Piece) : IReply;

    private sealed record TargetComplete : IReply;
}
