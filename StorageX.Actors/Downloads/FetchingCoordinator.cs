using Akka.Actor;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Telemetry;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>
/// What all that read share: a piece is asked for at one of the places of its image, then at the others, and where none has it, its group
/// restores it.
/// </summary>
internal abstract class FetchingCoordinator : TransferCoordinator
{
    private readonly ReadingJob _job;
    private readonly TransferSettings _settings;
    private readonly IActorRef _decoders;
    private readonly IActorRef _restorer;
    private readonly Dictionary<PieceGroup, List<(int Seq, TransferException? Error)>> _restoring = [];
    private readonly HashSet<IImageBackend> _ailing = [];
    private readonly HashSet<IImageBackend> _dead = [];
    private readonly RestingHosts _resting;

    protected FetchingCoordinator(string id, ReadingJob job, IActorRef downloads, TransferSettings settings, CreditLedger credits)
        : base(id, job, downloads, settings.DrainTimeout, credits)
    {
        (_job, _settings) = (job, settings);
        var clock = Context.System.Scheduler;
        _resting = new RestingHosts(() => clock.Now);
        var decoders = _decoders = Context.ActorOf(DecoderActor.Pool(settings.Decoders), "decoders");
        _restorer = Context.ActorOf(Props.Create(() => new RestorerActor(id, job, downloads, decoders, settings)), "restorer");
        Reply<ImageFetched>(Fetched);
        Reply<ImageDecoded>(decoded =>
        {
            Count("fetched", decoded.Seq, decoded.Bytes);
            Came(decoded.Seq, decoded.Bytes, decoded.Image);
        });
        Reply<ImageUnfit>(unfit => Unfit(unfit.Seq, TransferErrorKind.Corrupt, unfit.Defect, null));
        Reply<CodecCrashed>(crashed => Unfit(crashed.Seq, TransferErrorKind.Failed, crashed.Cause.Message, crashed.Cause));
        Reply<HostJobFailed>(Failed);
        Reply<GroupFound>(found => Restore(found.Seq, found.Group, found.Error));
        Reply<GroupRestored>(Restored);
        Reply<GroupLost>(Lost);
    }

    /// <summary>What is asked for, by seq.</summary>
    protected Dictionary<int, PieceUnderWay> UnderWay { get; } = [];

    /// <summary>How many pieces their groups restored.</summary>
    protected int RestoredPieces { get; private set; }

    /// <summary>The request for a piece.</summary>
    protected virtual HostJob RequestFor(int seq, ImagePlace place) => new FetchImage(place.Backend, Id, seq, place.Locator);

    /// <summary>How its image is decoded.</summary>
    protected abstract DecodeImage Decoding(PieceUnderWay item, ImageFetched fetched);

    /// <summary>What lists the piece, if that has groups; null where nothing can be restored.</summary>
    protected abstract Manifest? GroupsOf(int seq);

    /// <summary>Whether a piece is one of the file, and not of its manifest.</summary>
    protected virtual bool IsOfFile(int seq) => true;

    /// <summary>Takes the bytes of a piece.</summary>
    protected abstract void Came(int seq, PooledBytes bytes);

    /// <summary>The same with the image that it came in, where that was asked for.</summary>
    protected virtual void Came(int seq, PooledBytes bytes, PooledBytes? image) => Came(seq, bytes);

    /// <summary>Takes that a piece cannot be had.</summary>
    protected abstract void Gone(int seq, TransferException error);

    /// <summary>Takes a piece that was restored although nobody asked for it yet.</summary>
    protected virtual void Spare(int seq, PooledBytes bytes) => bytes.Dispose();

    protected override void Ending()
    {
        EndRestoring();
        foreach (var item in UnderWay.Values)
            item.Unseen(_job);
    }

    /// <summary>What waits for a host comes from another, or from its group.</summary>
    protected override bool IsHeldUp(IImageBackend host, DateTimeOffset until)
    {
        _resting.Add(host, until);
        foreach (var (seq, item) in UnderWay.Where(asked => asked.Value.Place.Backend == host && !asked.Value.IsLeaving))
        {
            if (item.IsOnlyOn(_resting.Has) && !IsRestorable(seq))
                continue;
            item.Move();
            CancelHost(seq);
        }

        return _restoring.Count == 0 && UnderWay.Values.All(item => !item.IsLeaving && _resting.Has(item.Place.Backend));
    }

    protected override void Doubted(int seq, BackendException error)
    {
        if (UnderWay.GetValueOrDefault(seq) is not { } item)
            return;
        item.Doubted(error, IsEnding ? _job : null);
        if (error.Kind is BackendErrorKind.Transient or BackendErrorKind.Throttled)
            _ailing.Add(item.Place.Backend);
        if (!IsEnding && item.TryLeave())
            CancelHost(seq);
    }

    protected override void Late(IReply reply) => UnderWay.GetValueOrDefault(PieceUnderWay.SeqOf(reply))?.Late(_job, reply);

    protected override void Cancelled(HostJobCancelled cancelled)
    {
        var item = UnderWay[cancelled.Seq];
        if (item.IsLeaving)
            item.Leave(_job);
        Fetch(cancelled.Seq);
    }

    /// <summary>Asks for a piece for the first time.</summary>
    protected void Begin(int seq, PieceUnderWay item)
    {
        UnderWay.Add(seq, item);
        item.Avoid(_ailing.Contains);
        if (item.IsOnlyOn(_dead.Contains) && IsRestorable(seq))
            FindGroup(seq, null);
        else
            Fetch(seq);
    }

    /// <summary>Tells whoever restores that nobody waits for it any more.</summary>
    protected void EndRestoring() => _restorer.Tell(TransferEnds.Instance);

    /// <summary>Counts a piece that its group restored.</summary>
    protected void CountRestored(int seq, PooledBytes bytes)
    {
        RestoredPieces++;
        Count("restored", seq, bytes);
    }

    private void Count(string outcome, int seq, PooledBytes bytes)
    {
        if (IsOfFile(seq))
            EngineMeter.CountPiece("download", outcome, bytes.Length);
    }

    private bool IsRestorable(int seq) => !UnderWay[seq].IsBeyondGroup && GroupsOf(seq) is not null;

    private void Fetch(int seq)
    {
        var item = UnderWay[seq];
        item.Avoid(_resting.Has);
        if (_resting.Has(item.Place.Backend) && IsRestorable(seq))
            FindGroup(seq, null);
        else
            RequestHost(RequestFor(seq, item.Place));
    }

    private void Fetched(ImageFetched fetched)
    {
        var item = UnderWay[fetched.Seq];
        item.Stay();
        _ailing.Remove(item.Place.Backend);
        _dead.Remove(item.Place.Backend);
        Request(_decoders, Decoding(item, fetched));
    }

    private void Unfit(int seq, TransferErrorKind kind, string defect, Exception? cause)
    {
        var item = UnderWay[seq];
        if (item.Unfit(NameOf(seq), _settings.PieceAttempts, kind, defect, cause) is { } error)
        {
            Missing(seq, error);
            return;
        }

        RetryPiece($"{NameOf(seq)}: {defect}; fetching it again", kind);
        if (item.TryLeave())
            item.Leave(_job);
        Fetch(seq);
    }

    private void Failed(HostJobFailed failed)
    {
        var item = UnderWay[failed.Seq];
        item.Stay();
        if (failed.Error.Kind is not (BackendErrorKind.Lost or BackendErrorKind.Corrupt))
            _dead.Add(item.Place.Backend);
        Missing(failed.Seq, HostFailure.Describe(NameOf(failed.Seq), failed.Error));
    }

    /// <summary>Goes on elsewhere when one place of an image has failed for good.</summary>
    protected void Missing(int seq, TransferException error)
    {
        var item = UnderWay[seq];
        if (item.TryElsewhere(_job, error))
        {
            NoteRetry($"{error.Message}; asking elsewhere");
            Fetch(seq);
        }
        else if (IsRestorable(seq))
        {
            FindGroup(seq, error);
        }
        else
        {
            Gone(seq, error);
        }
    }

    private void FindGroup(int seq, TransferException? error)
    {
        if (UnderWay[seq].Group is { } group)
            Restore(seq, group, error);
        else
            RequestTask(Task.Run(() => PieceGroup.Walk(GroupsOf(seq)!).First(member => member.Piece.Seq == seq).Group), found => new GroupFound(seq, found!, error));
    }

    private void Restore(int seq, PieceGroup group, TransferException? error)
    {
        UnderWay[seq].Group = group;
        if (_restoring.TryGetValue(group, out var waiting))
        {
            waiting.Add((seq, error));
            return;
        }

        if (error is not null)
            NoteRetry($"{error.Message}; restoring it from its group");
        _restoring.Add(group, [(seq, error)]);
        Request(_restorer, new RestoreGroup(group, GroupsOf(seq)!, [group.PlaceOf(seq)], [.. _dead, .. _resting.Now]));
    }

    private void Restored(GroupRestored restored)
    {
        _restoring.Remove(restored.Group, out var waiting);
        foreach (var (place, bytes) in restored.Pieces)
        {
            var seq = restored.Group.Pieces[place].Seq;
            if (waiting!.RemoveAll(item => item.Seq == seq) > 0)
            {
                CountRestored(seq, bytes);
                Came(seq, bytes);
            }
            else if (UnderWay.ContainsKey(seq))
            {
                bytes.Dispose();
            }
            else
            {
                Spare(seq, bytes);
            }
        }

        foreach (var (seq, error) in waiting!)
            Restore(seq, restored.Group, error);
    }

    private void Lost(GroupLost lost)
    {
        _restoring.Remove(lost.Group, out var waiting);
        foreach (var (seq, error) in waiting!)
        {
            UnderWay[seq].IsBeyondGroup = true;
            if (error is null)
                Fetch(seq);
            else
                Gone(seq, new TransferException(error.Kind, $"{error.Message}; its group cannot restore it: {lost.Error.Message}", error));
        }
    }

    private sealed record GroupFound(int Seq, PieceGroup Group, TransferException? Error) : IReply;
}
