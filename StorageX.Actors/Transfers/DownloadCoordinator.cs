using Akka.Actor;
using Akka.Routing;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Transfers;

/// <summary>
/// Downloads one file: fetches and checks the manifest, then for every free credit has a piece fetched and decoded, and
/// writes the pieces in order. A credit comes back when its piece is written.
/// </summary>
internal sealed class DownloadCoordinator : TransferCoordinator
{
    private readonly DownloadJob _job;
    private readonly TransferSettings _settings;
    private readonly IActorRef _decoders;
    private readonly ReorderBuffer<PooledBytes> _reorder;
    private readonly Dictionary<int, PooledBytes> _decoding = [];
    private readonly Dictionary<int, int> _failures = [];
    private Manifest? _manifest;
    private PieceWriter? _target;
    private PooledBytes? _writing;
    private long _writtenBytes;
    private int _written;
    private int _asked;

    public DownloadCoordinator(string id, DownloadJob job, IActorRef downloads, TransferSettings settings)
        : base(id, job, downloads, settings.DrainTimeout)
    {
        (_job, _settings) = (job, settings);
        _reorder = new ReorderBuffer<PooledBytes>(settings.Credits);
        _decoders = Context.ActorOf(
            Props.Create<DecoderActor>().WithRouter(new RoundRobinPool(settings.Decoders).WithSupervisorStrategy(Supervision.RestartAlways())), "decoders");
        Reply<ImageFetched>(Fetched);
        Reply<ImageDecoded>(Decoded);
        Reply<ImageUnfit>(unfit => Unfit(unfit.Seq, TransferErrorKind.Corrupt, unfit.Defect, null));
        Reply<CodecCrashed>(crashed => Unfit(crashed.Seq, TransferErrorKind.Failed, crashed.Cause.Message, crashed.Cause));
        Reply<HostJobFailed>(failed => Fail(HostFailure.Describe(Part(failed.Seq), failed.Error)));
        Reply<ManifestRead>(read => Begin(read.Manifest));
        Reply<PieceWritten>(Written);
        Reply<TargetComplete>(_ => Succeed(_job.Key, _manifest!, _target!.Path));
        ReplyToTaskFailure(Describe);
    }

    protected override void Start()
    {
        Report(TransferPhase.ReadingManifest);
        Fetch(ManifestSeq);
    }

    protected override TransferProgress Progress(TransferPhase phase) =>
        new(_manifest is null ? TransferPhase.ReadingManifest : phase, _writtenBytes, _manifest?.Size, _written, _manifest?.Pieces.Count, Retries, Note);

    protected override async ValueTask CleanUpAsync(bool drained)
    {
        if (drained)
        {
            foreach (var buffer in _decoding.Values.Concat(_reorder.Waiting))
                buffer.Dispose();
            _writing?.Dispose();
        }

        if (_target is not null)
            await _target.DisposeAsync();
    }

    private void Fetch(int seq) =>
        RequestHost(new FetchImage(_job.Backend, Id, seq, seq == ManifestSeq ? _job.Key : _manifest!.Pieces[seq].Key));

    private void FetchOn()
    {
        while (_asked < _manifest!.Pieces.Count && _asked - _written < _settings.Credits)
            Fetch(_asked++);
    }

    private void Fetched(ImageFetched fetched)
    {
        _decoding.Add(fetched.Seq, fetched.Image);
        var expected = fetched.Seq == ManifestSeq ? null : _manifest!.Pieces[fetched.Seq];
        var most = expected is null ? ManifestLimits.MaxBytes : Math.Min(_manifest!.PieceCapacity, CanvasSize.MaxRaster);
        Request(_decoders, new DecodeImage(fetched.Seq, fetched.Image, (int)most, expected, Self));
    }

    private void Decoded(ImageDecoded decoded)
    {
        EndDecoding(decoded.Seq);
        if (decoded.Seq == ManifestSeq)
        {
            RequestTask(Task.Run(() => ReadManifest(decoded.Bytes)), manifest => new ManifestRead(manifest));
        }
        else
        {
            _reorder.Add(decoded.Seq, decoded.Bytes);
            WriteOn();
        }
    }

    /// <summary>What the host gave may have been altered on its way, so it is fetched again before that counts.</summary>
    private void Unfit(int seq, TransferErrorKind kind, string defect, Exception? cause)
    {
        EndDecoding(seq);
        var failures = _failures[seq] = _failures.GetValueOrDefault(seq) + 1;
        if (failures >= _settings.PieceAttempts)
            throw new TransferException(kind, $"{Part(seq)} ({LocatorOf(seq)}) is not what it should be: {defect}", cause);
        NoteRetry($"{Part(seq)}: {defect}; fetching it again");
        Fetch(seq);
    }

    private string LocatorOf(int seq) => seq == ManifestSeq ? _job.Key : _manifest!.Pieces[seq].Key;

    private void EndDecoding(int seq)
    {
        _decoding.Remove(seq, out var image);
        image!.Dispose();
    }

    private void Begin(Manifest manifest)
    {
        _manifest = manifest;
        if (manifest.Pieces.FirstOrDefault(piece => !_job.Backend.Owns(piece.Key)) is { } foreign)
            throw new TransferException(TransferErrorKind.Corrupt, $"piece {foreign.Seq}: the manifest names {foreign.Key}, which is not on the host that the key is on");
        if (_job.OpenTarget is null)
        {
            Succeed(_job.Key, manifest, null);
            return;
        }

        _target = _job.OpenTarget(manifest);
        Report(TransferPhase.Pieces);
        FetchOn();
        CompleteWhenWritten();
    }

    private void WriteOn()
    {
        if (_writing is not null || !_reorder.TryTake(out var seq, out var bytes))
            return;
        _writing = bytes;
        RequestTask(WriteAsync(bytes, seq), written => new PieceWritten(written));
    }

    private async Task<int> WriteAsync(PooledBytes bytes, int seq)
    {
        await _target!.WriteAsync(bytes.Memory, Cancel.Token);
        return seq;
    }

    private void Written(PieceWritten written)
    {
        _writtenBytes += _writing!.Length;
        _written = written.Seq + 1;
        _writing.Dispose();
        _writing = null;
        _failures.Remove(written.Seq);
        Report(TransferPhase.Pieces);
        WriteOn();
        FetchOn();
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

    private static Manifest ReadManifest(PooledBytes bytes)
    {
        using (bytes)
            return ManifestReader.Read(bytes.Memory);
    }

    private TransferException Describe(Exception error) => error switch
    {
        ManifestException { NeedsNewerVersion: true } => new(TransferErrorKind.Failed, $"{_job.Key}: {error.Message}; get a newer storagex to download it", error),
        ManifestException => new(TransferErrorKind.Corrupt, $"{_job.Key}: this image carries no manifest that can be followed: {error.Message}", error),
        _ => new(TransferErrorKind.Failed, error.Message, error),
    };

    private sealed record ManifestRead(Manifest Manifest) : IReply;

    private sealed record PieceWritten(int Seq) : IReply;

    private sealed record TargetComplete : IReply;
}
