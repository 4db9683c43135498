using Akka.Actor;
using StorageX.Backends;
using StorageX.Downloads;
using StorageX.Manifests;
using StorageX.Telemetry;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Reading.ReadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Reading;

/// <summary>
/// Fetches the pieces of one file that its readers ask for, each once however many wait for it, and keeps the last ones. A piece
/// that cannot be had fails the reads that wait for it, not the file. It runs until it is cancelled.
/// </summary>
internal sealed class ReadCoordinator : TransferCoordinator
{
    private readonly ReadJob _job;
    private readonly TransferSettings _settings;
    private readonly IActorRef _decoders;
    private readonly PieceCache _cache;
    private readonly Dictionary<int, Wanted> _wanted = [];

    public ReadCoordinator(string id, ReadJob job, IActorRef downloads, TransferSettings settings, CreditLedger credits)
        : base(id, job, downloads, settings.DrainTimeout, credits)
    {
        (_job, _settings) = (job, settings);
        _cache = new PieceCache(Math.Max(1, settings.Credits / 2));
        _decoders = Context.ActorOf(DecoderActor.Pool(settings.Decoders), "decoders");
        Receive<ReadPiece>(Read);
        Receive<DropRead>(drop => Drop(drop.Seq, drop.Ticket));
        Reply<ImageFetched>(Fetched);
        Reply<ImageDecoded>(Decoded);
        Reply<ImageUnfit>(unfit => Unfit(unfit.Seq, TransferErrorKind.Corrupt, unfit.Defect, null));
        Reply<CodecCrashed>(crashed => Unfit(crashed.Seq, TransferErrorKind.Failed, crashed.Cause.Message, crashed.Cause));
        Reply<HostJobFailed>(failed => Missing(failed.Seq, HostFailure.Describe(Part(failed.Seq), failed.Error)));
    }

    protected override void Start() => _job.Opened(Self);

    /// <summary>Its readers bound what it has in memory, and it needs no credits.</summary>
    protected override void GoOn()
    {
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(phase, 0, _job.Manifest.Size, 0, _job.Manifest.PieceCount, Retries, Note);

    protected override void Ending()
    {
        foreach (var reader in _wanted.Values.SelectMany(wanted => wanted.Readers.Values))
            reader.Tell(new PieceRefused(null));
        foreach (var wanted in _wanted.Values)
        {
            wanted.UnderWay.Tell(_job);
            wanted.Readers.Clear();
        }
    }

    protected override void Doubted(int seq, BackendException error) => _wanted.GetValueOrDefault(seq)?.UnderWay.Doubted(error, IsEnding ? _job : null);

    protected override void Late(IReply reply) => _wanted.GetValueOrDefault(PieceUnderWay.SeqOf(reply))?.UnderWay.Late(_job, reply);

    protected override ValueTask CleanUpAsync(bool drained)
    {
        _cache.Dispose();
        return default;
    }

    protected override void PostStop()
    {
        base.PostStop();
        Ending();
        _job.Closed();
    }

    protected override void Cancelled(HostJobCancelled cancelled)
    {
        if (_wanted[cancelled.Seq].Readers.Count > 0)
            Fetch(cancelled.Seq);
        else if (_wanted.Remove(cancelled.Seq, out var wanted))
            wanted.UnderWay.Tell(_job);
    }

    private void Read(ReadPiece read)
    {
        if (IsEnding)
            Sender.Tell(new PieceRefused(null));
        else if (_cache.Take(read.Piece.Seq) is { } piece)
            Sender.Tell(new PieceRead(piece));
        else if (!_job.Backend.Owns(read.Piece.Key))
            Sender.Tell(new PieceRefused(HostFailure.Foreign(read.Piece)));
        else
            Want(read.Piece).Readers.Add(read.Ticket, Sender);
        foreach (var ahead in read.Ahead.Where(ahead => !IsEnding && !_cache.Contains(ahead.Seq) && _job.Backend.Owns(ahead.Key)))
        {
            if (_cache.Unread + _wanted.Values.Count(wanted => wanted.Readers.Count == 0) < MostAhead(_settings))
                Want(ahead);
        }
    }

    private Wanted Want(ManifestPiece piece)
    {
        if (!_wanted.TryGetValue(piece.Seq, out var wanted))
        {
            _wanted.Add(piece.Seq, wanted = new Wanted(piece));
            Fetch(piece.Seq);
        }

        return wanted;
    }

    private void Fetch(int seq) => RequestHost(new FetchImage(_job.Backend, Id, seq, _wanted[seq].UnderWay.Locator));

    private void Drop(int seq, long ticket)
    {
        if (!_wanted.TryGetValue(seq, out var wanted) || !wanted.Readers.Remove(ticket, out var reader))
            return;
        reader.Tell(new PieceRefused(null));
        if (wanted.Readers.Count == 0)
            CancelHost(seq);
    }

    private void Fetched(ImageFetched fetched)
    {
        Request(_decoders, DecodeImage.Of(_job.Manifest, _wanted[fetched.Seq].UnderWay.Piece!, fetched.Image, Self));
    }

    private void Decoded(ImageDecoded decoded)
    {
        _wanted.Remove(decoded.Seq, out var wanted);
        EngineMeter.CountPiece("download", "fetched", decoded.Bytes.Length);
        var piece = new SharedPiece(decoded.Bytes);
        foreach (var reader in wanted!.Readers.Values)
            reader.Tell(new PieceRead(piece.Hold()));
        _cache.Add(decoded.Seq, piece, read: wanted.Readers.Count > 0);
    }

    private void Unfit(int seq, TransferErrorKind kind, string defect, Exception? cause)
    {
        if (_wanted[seq].UnderWay.Unfit(Part(seq), _settings.PieceAttempts, kind, defect, cause) is { } error)
        {
            Missing(seq, error);
            return;
        }

        RetryPiece($"{Part(seq)}: {defect}; fetching it again", kind);
        Fetch(seq);
    }

    private void Missing(int seq, TransferException error)
    {
        _wanted.Remove(seq, out var wanted);
        wanted!.UnderWay.Tell(_job, error);
        foreach (var reader in wanted.Readers.Values)
            reader.Tell(new PieceRefused(error));
    }

    private static int MostAhead(TransferSettings settings) => settings.Credits / 4;

    /// <summary>Opens a file through a manager of transfers.</summary>
    /// <param name="manager">The manager; it should not make files wait for one another.</param>
    /// <param name="key">The file's key.</param>
    /// <param name="manifest">What it leads to.</param>
    /// <param name="backend">The host it is on.</param>
    /// <param name="settings">How transfers run.</param>
    /// <param name="unsound">Is told of each piece that the host has lost or altered.</param>
    /// <returns>The file's pieces; null if the manager has stopped.</returns>
    public static async Task<IPieceSource?> OpenAsync(
        IActorRef manager, ShareKey key, Manifest manifest, IImageBackend backend, TransferSettings settings, Action<ManifestPiece?, TransferErrorKind>? unsound = null)
    {
        var opened = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Guid.NewGuid().ToString("n")[..12];
        var job = new ReadJob(key, manifest, backend, reader => opened.TrySetResult(reader), () => closed.TrySetResult()) { Unsound = unsound };
        _ = manager.Ask<TransferOutcome>(new SubmitTransfer(id, job), CancellationToken.None);
        await Task.WhenAny(opened.Task, closed.Task);
        return !opened.Task.IsCompleted ? null : new Source(await opened.Task, () => manager.Tell(new CancelTransfer(id)), closed.Task, MostAhead(settings));
    }

    /// <summary>A piece and who waits for it: nobody where it is fetched ahead.</summary>
    private sealed class Wanted(ManifestPiece piece)
    {
        public PieceUnderWay UnderWay { get; } = new(piece, piece.Key);

        public Dictionary<long, IActorRef> Readers { get; } = [];
    }

    /// <summary>The readers' side of the coordinator.</summary>
    private sealed class Source(IActorRef coordinator, Action close, Task closed, int mostAhead) : IPieceSource
    {
        private long _tickets;

        public int MostAhead => mostAhead;

        public async Task<SharedPiece> ReadAsync(ManifestPiece piece, IReadOnlyList<ManifestPiece> ahead, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            var ticket = Interlocked.Increment(ref _tickets);
            var reply = coordinator.Ask<ReadReply>(new ReadPiece(ticket, piece, ahead), CancellationToken.None);
            await using (cancel.Register(() => coordinator.Tell(new DropRead(piece.Seq, ticket))))
                await Task.WhenAny(reply, closed);
            if (!reply.IsCompleted)
            {
                _ = reply.ContinueWith(late => (late.Result as PieceRead)?.Piece.Release(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
                throw Closed();
            }

            switch (await reply)
            {
                case PieceRead read:
                    return read.Piece;
                case PieceRefused { Error: { } error }:
                    throw error;
                default:
                    cancel.ThrowIfCancellationRequested();
                    throw Closed();
            }
        }

        public async ValueTask DisposeAsync()
        {
            close();
            await closed;
        }

        private static ObjectDisposedException Closed() => new(null, "the stored file is closed");
    }
}
