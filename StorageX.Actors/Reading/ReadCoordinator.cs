using Akka.Actor;
using StorageX.Buffers;
using StorageX.Downloads;
using StorageX.Manifests;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Reading.ReadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Reading;

/// <summary>
/// Fetches the pieces of one file that its readers ask for, each once however many wait for it, and keeps the last ones. A piece
/// that cannot be had fails the reads that wait for it, not the file. It runs until it is cancelled.
/// </summary>
internal sealed class ReadCoordinator : FetchingCoordinator
{
    private readonly ReadJob _job;
    private readonly TransferSettings _settings;
    private readonly PieceCache _cache;
    private readonly Dictionary<int, Dictionary<long, IActorRef>> _readers = [];

    public ReadCoordinator(string id, ReadJob job, IActorRef downloads, TransferSettings settings, CreditLedger credits)
        : base(id, job, downloads, settings, credits)
    {
        (_job, _settings) = (job, settings);
        _cache = new PieceCache(job.Kept ?? Math.Max(1, settings.Credits / 2));
        Receive<ReadPiece>(Read);
        Receive<DropRead>(drop => Drop(drop.Seq, drop.Ticket));
    }

    protected override void Start() => _job.Opened(Self);

    /// <summary>Its readers bound what it has in memory, and it needs no credits.</summary>
    protected override void GoOn()
    {
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(phase, 0, _job.Manifest.Size, 0, _job.Manifest.PieceCount, Retries, Note) { Restored = RestoredPieces };

    protected override void Ending()
    {
        EndRestoring();
        foreach (var reader in _readers.Values.SelectMany(readers => readers.Values))
            reader.Tell(new PieceRefused(null));
        foreach (var item in UnderWay.Values)
            item.TellDoubt(_job);
        foreach (var readers in _readers.Values)
            readers.Clear();
    }

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
        if (_readers[cancelled.Seq].Count > 0 || UnderWay[cancelled.Seq].IsLeaving)
        {
            base.Cancelled(cancelled);
            return;
        }

        _readers.Remove(cancelled.Seq);
        UnderWay.Remove(cancelled.Seq, out var item);
        item!.TellDoubt(_job);
    }

    protected override DecodeImage Decoding(PieceUnderWay item, ImageFetched fetched) => DecodeImage.Of(_job.Manifest, item.Piece!, fetched.Image, Self) with { KeepsImage = _job.KeepsImages };

    protected override Manifest? GroupsOf(int seq) => _job.Manifest.Parity is null ? null : _job.Manifest;

    protected override void Came(int seq, PooledBytes bytes) => Came(seq, bytes, null);

    protected override void Came(int seq, PooledBytes bytes, PooledBytes? image)
    {
        UnderWay.Remove(seq);
        _readers.Remove(seq, out var readers);
        var piece = new SharedPiece(bytes, image);
        foreach (var reader in readers!.Values)
            reader.Tell(new PieceRead(piece.Hold()));
        _cache.Add(seq, piece, read: readers.Count > 0);
    }

    protected override void Spare(int seq, PooledBytes bytes)
    {
        if (_cache.Contains(seq))
            bytes.Dispose();
        else
            _cache.Add(seq, new SharedPiece(bytes), read: false);
    }

    protected override void Gone(int seq, TransferException error)
    {
        UnderWay.Remove(seq);
        _readers.Remove(seq, out var readers);
        foreach (var reader in readers!.Values)
            reader.Tell(new PieceRefused(error));
    }

    private void Read(ReadPiece read)
    {
        if (IsEnding)
            Sender.Tell(new PieceRefused(null));
        else if (_cache.Take(read.Piece.Seq) is { } piece)
            Sender.Tell(new PieceRead(piece));
        else if (!TryWant(read.Piece))
            Sender.Tell(new PieceRefused(HostFailure.Foreign(read.Piece)));
        else
            _readers[read.Piece.Seq].Add(read.Ticket, Sender);
        foreach (var ahead in read.Ahead.Where(ahead => !IsEnding && !_cache.Contains(ahead.Seq)))
        {
            if (_cache.Unread + _readers.Values.Count(readers => readers.Count == 0) < MostAhead(_settings))
                TryWant(ahead);
        }
    }

    private bool TryWant(ManifestPiece piece)
    {
        if (UnderWay.ContainsKey(piece.Seq))
            return true;
        var places = ImagePlace.Of(_job, piece);
        if (places.Count == 0)
            return false;
        _readers.Add(piece.Seq, []);
        Begin(piece.Seq, new PieceUnderWay(piece, places));
        return true;
    }

    private void Drop(int seq, long ticket)
    {
        if (!_readers.TryGetValue(seq, out var readers) || !readers.Remove(ticket, out var reader))
            return;
        reader.Tell(new PieceRefused(null));
        if (readers.Count == 0)
            CancelHost(seq);
    }

    private static int MostAhead(TransferSettings settings) => settings.Credits / 4;

    /// <summary>Opens a file through a manager of transfers.</summary>
    /// <param name="manager">The manager; it should not make files wait for one another.</param>
    /// <param name="job">How what the key leads to is read; its listeners are set here.</param>
    /// <param name="settings">How transfers run.</param>
    /// <returns>The file's pieces; null if the manager has stopped.</returns>
    public static async Task<IPieceSource?> OpenAsync(IActorRef manager, ReadJob job, TransferSettings settings)
    {
        var opened = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Guid.NewGuid().ToString("n")[..12];
        job = job with { Opened = reader => opened.TrySetResult(reader), Closed = () => closed.TrySetResult() };
        _ = manager.Ask<TransferOutcome>(new SubmitTransfer(id, job), CancellationToken.None);
        await Task.WhenAny(opened.Task, closed.Task);
        return !opened.Task.IsCompleted ? null : new Source(await opened.Task, () => manager.Tell(new CancelTransfer(id)), closed.Task, MostAhead(settings));
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
