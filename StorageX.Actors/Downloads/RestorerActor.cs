using Akka.Actor;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Pieces.Parity;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>
/// Restores lost pieces of one group after the other: fetches those that are there, a few at a time, and as much of the parity as pieces are lost,
/// and computes the rest. It holds the sums of the code, and never the group.
/// </summary>
internal sealed class RestorerActor : ReceiveActor
{
    private const int AtOnce = 4;
    private readonly string _transferId;
    private readonly ReadingJob _job;
    private readonly IActorRef _host;
    private readonly IActorRef _decoders;
    private readonly TransferSettings _settings;
    private readonly Queue<(RestoreGroup Request, IActorRef Asker)> _waiting = new();
    private readonly Dictionary<int, PieceUnderWay> _underWay = [];
    private readonly RestingHosts _resting;
    private readonly HashSet<int> _moving = [];
    private readonly HashSet<int> _postponed = [];
    private readonly HashSet<int> _failed = [];
    private (RestoreGroup Request, IActorRef Asker)? _current;
    private GroupRestoration? _work;
    private TransferException? _failure;
    private bool _ended;

    /// <param name="transferId">The transfer.</param>
    /// <param name="job">What is read, and who may be asked.</param>
    /// <param name="host">The parent of the hosts' routers.</param>
    /// <param name="decoders">Who turns images into pieces.</param>
    /// <param name="settings">How transfers run.</param>
    public RestorerActor(string transferId, ReadingJob job, IActorRef host, IActorRef decoders, TransferSettings settings)
    {
        (_transferId, _job, _host, _decoders, _settings) = (transferId, job, host, decoders, settings);
        var clock = Context.System.Scheduler;
        _resting = new RestingHosts(() => clock.Now);
        Receive<RestoreGroup>(request =>
        {
            _waiting.Enqueue((request, Sender));
            Next();
        });
        Receive<TransferEnds>(_ => End());
        Receive<ImageFetched>(Decode);
        Receive<ImageDecoded>(decoded => Came(PlaceOf(decoded.Seq), decoded.Bytes));
        Receive<ImageUnfit>(unfit => Unfit(PlaceOf(unfit.Seq), TransferErrorKind.Corrupt, unfit.Defect));
        Receive<CodecCrashed>(crashed => Unfit(PlaceOf(crashed.Seq), TransferErrorKind.Failed, crashed.Cause.Message));
        Receive<HostJobFailed>(failed => Failed(PlaceOf(failed.Seq), failed.Error));
        Receive<HostJobCancelled>(cancelled => Cancelled(PlaceOf(cancelled.Seq)));
        Receive<HostJobRetried>(retried => Retried(PlaceOf(retried.Seq), retried.Error));
        Receive<HostWaits>(Waits);
    }

    protected override void PostStop() => _work?.Dispose();

    // Places of a group as the numbers of its requests, none of them that of a piece of the file or of the root.
    private static int SeqOf(int place) => ManifestSeq - 1 - place;

    private static int PlaceOf(int seq) => ManifestSeq - 1 - seq;

    private string NameOf(int place) => _work!.NameOf(place);

    private void Next()
    {
        if (_current is not null || !_waiting.TryDequeue(out var next))
            return;
        (_current, _failure) = (next, _ended ? Ended() : null);
        _postponed.Clear();
        _failed.Clear();
        _work = new GroupRestoration(next.Request.Group, next.Request.Manifest.Parity!, next.Request.Lost, place => IsAvoided(next.Request, place));
        GoOn();
    }

    private bool IsAvoided(RestoreGroup request, ManifestPiece piece) => ImagePlace.Of(_job, piece).All(place => request.Avoid.Contains(place.Backend) || _resting.Has(place.Backend));

    private static TransferException Ended() => new(TransferErrorKind.Failed, "the transfer has ended");

    private void End()
    {
        _ended = true;
        _failure ??= Ended();
        foreach (var place in _underWay.Keys)
            Drop(place);
    }

    private void Drop(int place) => _host.Tell(new CancelHostJobs(_transferId, SeqOf(place)));

    private void GoOn()
    {
        while (_failure is null && _underWay.Count < AtOnce && _work!.TryNext(out var place))
        {
            var piece = _work.PieceAt(place);
            var places = ImagePlace.Of(_job, piece);
            if (places.Count == 0)
            {
                _work.Miss(place);
                continue;
            }

            var item = new PieceUnderWay(piece, places);
            item.Avoid(_resting.Has);
            _underWay.Add(place, item);
            Fetch(place);
        }

        if (_underWay.Count > 0)
            return;
        if (_failure is null && _work!.IsShort && _work.TryAgain(_failed))
            GoOn();
        else
            Finish();
    }

    private void Fetch(int place) => _host.Tell(new FetchImage(_underWay[place].Place.Backend, _transferId, SeqOf(place), _underWay[place].Place.Locator));

    private void Decode(ImageFetched fetched)
    {
        var place = PlaceOf(fetched.Seq);
        Stay(place);
        var piece = _underWay[place].Piece! with { Seq = fetched.Seq };
        var decode = DecodeImage.Of(_current!.Value.Request.Manifest, piece, fetched.Image, Self);
        _decoders.Tell(_work!.IsData(place) ? decode : decode with { Opening = PieceOpening.Parity(piece) });
    }

    private void Came(int place, PooledBytes bytes)
    {
        _moving.Remove(place);
        _failed.Remove(place);
        _underWay.Remove(place);
        _work!.Add(place, bytes);
        GoOn();
    }

    private void Unfit(int place, TransferErrorKind kind, string defect)
    {
        Stay(place);
        if (_underWay[place].Unfit(NameOf(place), _settings.PieceAttempts, kind, defect, null) is { } error)
            Gone(place, error);
        else
            Fetch(place);
    }

    private void Failed(int place, BackendException error)
    {
        Stay(place);
        Gone(place, HostFailure.Describe(NameOf(place), error));
    }

    private void Stay(int place)
    {
        _moving.Remove(place);
        _underWay[place].Stay();
    }

    // A place that fails once is left for one that has not been asked.
    private void Retried(int place, BackendException error)
    {
        if (_underWay.GetValueOrDefault(place) is not { } item)
            return;
        item.Doubted(error);
        if (_failure is null && item.TryLeave() && _moving.Add(place))
            Drop(place);
    }

    // What would wait for a host comes from another, or is done without as long as others do.
    private void Waits(HostWaits waits)
    {
        Context.Parent.Tell(waits);
        if (waits.Until is not { } until)
            return;
        _resting.Add(waits.Backend, until);
        foreach (var (place, item) in _underWay.Where(asked => asked.Value.Place.Backend == waits.Backend))
        {
            var isElsewhere = !item.IsOnlyOn(_resting.Has);
            if (isElsewhere)
                item.Move();
            if ((isElsewhere || _postponed.Add(place)) && _moving.Add(place))
                Drop(place);
        }
    }

    private void Gone(int place, TransferException error)
    {
        if (error.Kind != TransferErrorKind.Lost)
            _failed.Add(place);
        if (_underWay[place].TryElsewhere(_job, error))
        {
            Fetch(place);
            return;
        }

        _underWay.Remove(place);
        _work!.Miss(place);
        GoOn();
    }

    private void Cancelled(int place)
    {
        var isMoving = _moving.Remove(place);
        if (_failure is null && isMoving && _underWay[place] is { IsLeaving: true } leaving)
        {
            leaving.Leave(_job);
            leaving.Avoid(_resting.Has);
            Fetch(place);
            return;
        }

        if (_underWay.Remove(place, out var item))
            item.Unseen(_job);
        if (isMoving)
            _work!.Postpone(place);
        else
            _failure ??= Ended();
        GoOn();
    }

    private void Finish()
    {
        var (request, asker) = _current!.Value;
        using var work = _work!;
        (_current, _work) = (null, null);
        if (_failure is null && work.TrySolve(out var pieces))
            asker.Tell(new GroupRestored(request.Group, pieces));
        else
            asker.Tell(new GroupLost(request.Group, _failure ?? new TransferException(TransferErrorKind.Lost, work.Problem)));
        Next();
    }
}
