using Akka.Actor;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Telemetry;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>
/// Downloads one file: fetches and checks the manifest, level by level, then for every free credit has a piece fetched and
/// decoded, and writes the pieces in order. A credit comes back when its piece is written.
/// </summary>
internal sealed class DownloadCoordinator : TransferCoordinator
{
    private readonly DownloadJob _job;
    private readonly TransferSettings _settings;
    private readonly IActorRef _decoders;
    private readonly Dictionary<int, PieceUnderWay> _underWay = [];
    private ReorderBuffer<(ManifestPiece Piece, PooledBytes? Bytes)> _reorder = new(1);
    private Manifest? _manifest;
    private IEnumerator<ManifestPiece>? _pieces;
    private IPieceSink? _target;
    private PooledBytes? _writing;
    private bool _busy;
    private long _writtenBytes;
    private int _written;
    private int _asked;
    private int _resumed;

    public DownloadCoordinator(string id, DownloadJob job, IActorRef downloads, TransferSettings settings, CreditLedger credits)
        : base(id, job, downloads, settings.DrainTimeout, credits)
    {
        (_job, _settings) = (job, settings);
        _decoders = Context.ActorOf(DecoderActor.Pool(settings.Decoders), "decoders");
        Reply<ImageFetched>(Fetched);
        Reply<ImageChecked>(answer => Arrived(answer.Seq, null));
        Reply<ImageDecoded>(Decoded);
        Reply<ImageUnfit>(unfit => Unfit(unfit.Seq, TransferErrorKind.Corrupt, unfit.Defect, null));
        Reply<CodecCrashed>(crashed => Unfit(crashed.Seq, TransferErrorKind.Failed, crashed.Cause.Message, crashed.Cause));
        Reply<HostJobFailed>(failed => Missing(failed.Seq, HostFailure.Describe(NameOf(failed.Seq), failed.Error)));
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
        _underWay.Add(ManifestSeq, new PieceUnderWay(null, _job.Key.Locator));
        Fetch(ManifestSeq);
    }

    protected override void Doubted(int seq, BackendException error) => _underWay.GetValueOrDefault(seq)?.Doubted(error, IsEnding ? _job : null);

    protected override void Late(IReply reply) => _underWay.GetValueOrDefault(PieceUnderWay.SeqOf(reply))?.Late(_job, reply);

    protected override void Ending()
    {
        foreach (var item in _underWay.Values)
            item.Unseen(_job);
    }

    protected override TransferProgress Progress(TransferPhase phase) => IsReadingManifest
        ? new(TransferPhase.ReadingManifest, 0, _manifest?.FileSize, 0, null, Retries, Note)
        : new(phase, _writtenBytes, _manifest!.Size, _written, _manifest.PieceCount, Retries, Note, _resumed);

    protected override async ValueTask CleanUpAsync(bool drained)
    {
        if (drained)
        {
            foreach (var waiting in _reorder.Waiting)
                waiting.Bytes?.Dispose();
            _writing?.Dispose();
        }

        _pieces?.Dispose();
        if (_target is not null)
            await _target.DisposeAsync();
    }

    private void Fetch(int seq)
    {
        var item = _underWay[seq];
        RequestHost(_job.ExistenceOnly && item.Piece is not null && !IsReadingManifest
            ? new CheckImage(_job.Backend, Id, seq, item.Locator)
            : new FetchImage(_job.Backend, Id, seq, item.Locator));
    }

    /// <summary>Credits are taken in the order of the pieces, so that the one that is written next always has its own.</summary>
    protected override void GoOn()
    {
        while (_pieces is not null && _asked < _manifest!.Pieces.Count && _asked - _written < _settings.CreditsFor(_job.Permits) && Credits.TryTake())
        {
            _pieces.MoveNext();
            _underWay.Add(_asked, new PieceUnderWay(_pieces.Current, _pieces.Current.Key));
            Fetch(_asked++);
        }
    }

    private void Fetched(ImageFetched fetched)
    {
        Request(_decoders, _underWay[fetched.Seq].Piece is not { } piece
            ? new DecodeImage(ManifestSeq, fetched.Image, PieceOpening.Root(_job.Key), (int)CanvasSize.MaxRaster, null, Self)
            : DecodeImage.Of(_manifest!, piece, fetched.Image, Self));
    }

    private void Decoded(ImageDecoded decoded)
    {
        if (decoded.Seq != ManifestSeq)
        {
            Arrived(decoded.Seq, decoded.Bytes);
            return;
        }

        _underWay.Remove(ManifestSeq);
        RequestTask(Task.Run(() => ReadRoot(decoded.Bytes, _job.Key.Secret is not null)), manifest => new ManifestRead(manifest));
    }

    /// <summary>Takes the bytes of a piece, or nothing where the target can do without, to their place in the order.</summary>
    private void Arrived(int seq, PooledBytes? bytes)
    {
        _underWay.Remove(seq, out var item);
        if (bytes is not null && !IsReadingManifest)
            EngineMeter.CountPiece("download", "fetched", bytes.Length);
        _reorder.Add(seq, (item!.Piece!, bytes));
        WriteOn();
    }

    private void Unfit(int seq, TransferErrorKind kind, string defect, Exception? cause)
    {
        if (_underWay[seq].Unfit(NameOf(seq), _settings.PieceAttempts, kind, defect, cause) is { } error)
        {
            Missing(seq, error);
            return;
        }

        RetryPiece($"{NameOf(seq)}: {defect}; fetching it again", kind);
        Fetch(seq);
    }

    private void Missing(int seq, TransferException error)
    {
        _underWay[seq].Tell(_job, error);
        if (_underWay[seq].Piece is { } piece && _target!.TrySkip(piece, error))
            Arrived(seq, null);
        else
            Fail(error);
    }

    private string NameOf(int seq) => IsReadingManifest && seq != ManifestSeq ? $"{Part(seq)} of the manifest" : Part(seq);

    private void Follow(Manifest manifest)
    {
        ManifestDescent.Require(_manifest, manifest);
        if ((manifest.Level > 0 ? manifest.FileSize : manifest.Size) is { } size && size > _job.MaxSize)
            throw TooLarge($"{size}");
        _manifest = manifest;
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
        if (manifest.Pieces.FirstOrDefault(piece => !_job.Backend.Owns(piece.Key)) is { } foreign)
            throw HostFailure.Foreign(foreign);
        var resumed = await target.ResumeAsync(manifest.Pieces, Cancel.Token);
        if (manifest.Inline is { } inline)
            await target.WriteAsync(inline, Cancel.Token);
        return resumed;
    }

    private void Begin(int resumed)
    {
        _pieces = _manifest!.Pieces.GetEnumerator();
        _writtenBytes = _manifest.Inline?.Length ?? 0;
        for (var seq = 0; seq < resumed && _pieces.MoveNext(); seq++)
            _writtenBytes += _pieces.Current.Size;
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

    private static Manifest ReadRoot(PooledBytes bytes, bool format2Only)
    {
        using (bytes)
            return ManifestReader.Read(bytes.Memory, format2Only);
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
