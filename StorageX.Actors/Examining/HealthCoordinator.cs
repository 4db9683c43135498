using Akka.Actor;
using StorageX.Backends;
using StorageX.Downloads;
using StorageX.Manifests;
using StorageX.Transfers;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Examining.HealthProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Examining;

/// <summary>
/// Has every image of a file fetched and checked, or only asked for, each for itself, and tells the tally what became of it. A host that
/// fails for several images one after the other is asked no more, and what became of its others stays unknown.
/// </summary>
internal sealed class HealthCoordinator : TransferCoordinator
{
    private const int FailuresInARow = 3;
    private readonly HealthJob _job;
    private readonly TransferSettings _settings;
    private readonly IActorRef _decoders;
    private readonly Dictionary<int, (ImageSet Set, SetImage Image, PieceUnderWay Item)> _underWay = [];
    private readonly Dictionary<IImageBackend, int> _failures = [];
    private readonly IEnumerator<(ImageSet Set, SetImage Image)> _images;
    private bool _isWalking;
    private int _asked;
    private long _bytes;
    private int _pieces;

    public HealthCoordinator(string id, HealthJob job, IActorRef downloads, TransferSettings settings, CreditLedger credits)
        : base(id, job, downloads, settings.DrainTimeout, credits)
    {
        (_job, _settings) = (job, settings);
        _decoders = Context.ActorOf(DecoderActor.Pool(settings.Decoders), "decoders");
        _images = HealthWalk.Sets(job.Key, job.Trail, job.OwnerOf).SelectMany(set => set.Images, (set, image) => (set, image)).GetEnumerator();
        Reply<ImageChecked>(answer => There(answer.Seq));
        Reply<ImageFetched>(Fetched);
        Reply<ImageDecoded>(decoded =>
        {
            decoded.Bytes.Dispose();
            There(decoded.Seq);
        });
        Reply<ImageUnfit>(unfit => Unfit(unfit.Seq, TransferErrorKind.Corrupt, unfit.Defect, null));
        Reply<CodecCrashed>(crashed => Unfit(crashed.Seq, TransferErrorKind.Failed, crashed.Cause.Message, crashed.Cause));
        Reply<HostJobFailed>(Failed);
    }

    private Manifest File => _job.Trail.Levels[^1];

    protected override void Start()
    {
        _bytes = File.Inline?.Length ?? 0;
        _isWalking = _images.MoveNext();
        Report(TransferPhase.Pieces);
        GoOn();
    }

    protected override void GoOn()
    {
        while (_isWalking)
        {
            var (set, image) = _images.Current;
            if (image.Backend is not { } host || IsAway(host))
            {
                Count(set, image, ImageFate.Unknown);
            }
            else
            {
                if (_underWay.Count >= _settings.CreditsFor(_job.Permits) || !Credits.TryTake())
                    return;
                var piece = image.Member.Kind == SetMember.Role.Root ? null : image.Member.Piece;
                _underWay.Add(_asked, (set, image, new PieceUnderWay(piece, [new ImagePlace(host, image.Locator)])));
                Ask(_asked++);
            }

            _isWalking = _images.MoveNext();
        }

        if (_underWay.Count == 0)
            Succeed(_job.Key, File, null);
    }

    protected override TransferProgress Progress(TransferPhase phase) => new(phase, _bytes, File.Size, _pieces, File.PieceCount, Retries, Note);

    protected override string NameOf(int seq) => !_underWay.TryGetValue(seq, out var asked) ? "an image"
        : asked.Image.Member.Kind switch
        {
            SetMember.Role.Root => "the manifest",
            SetMember.Role.File => $"piece {asked.Image.Member.Piece.Seq}",
            _ => "a piece of parity or of the manifest",
        };

    protected override void Doubted(int seq, BackendException error)
    {
        if (_underWay.TryGetValue(seq, out var asked))
            asked.Item.Doubted(error, IsEnding ? _job : null);
    }

    protected override void Late(IReply reply)
    {
        if (_underWay.TryGetValue(PieceUnderWay.SeqOf(reply), out var asked))
            asked.Item.Late(_job, reply);
    }

    protected override void Ending()
    {
        foreach (var (_, _, item) in _underWay.Values)
            item.Unseen(_job);
    }

    protected override void Cancelled(HostJobCancelled cancelled)
    {
        _underWay[cancelled.Seq].Item.Unseen(_job);
        Known(cancelled.Seq, ImageFate.Unknown);
    }

    protected override ValueTask CleanUpAsync(bool drained)
    {
        _images.Dispose();
        return default;
    }

    private bool IsAway(IImageBackend host) => _failures.GetValueOrDefault(host) >= FailuresInARow;

    private void Ask(int seq)
    {
        var place = _underWay[seq].Item.Place;
        RequestHost(_job.ExistenceOnly ? new CheckImage(place.Backend, Id, seq, place.Locator) : new FetchImage(place.Backend, Id, seq, place.Locator));
    }

    private void Fetched(ImageFetched fetched)
    {
        var image = _underWay[fetched.Seq].Image;
        _failures.Remove(image.Backend!);
        Request(_decoders, new DecodeImage(fetched.Seq, fetched.Image, image.Member.Opening, image.Member.MaxCanvasBytes, image.Member.Piece, Self));
    }

    private void There(int seq)
    {
        _failures.Remove(_underWay[seq].Image.Backend!);
        Known(seq, ImageFate.There);
    }

    private void Unfit(int seq, TransferErrorKind kind, string defect, Exception? cause)
    {
        if (_underWay[seq].Item.Unfit(NameOf(seq), _settings.PieceAttempts, kind, defect, cause) is { } error)
        {
            Missing(seq, error);
            return;
        }

        RetryPiece($"{NameOf(seq)}: {defect}; fetching it again", kind);
        Ask(seq);
    }

    private void Failed(HostJobFailed failed)
    {
        var host = _underWay[failed.Seq].Image.Backend!;
        if (failed.Error.Kind is BackendErrorKind.Transient or BackendErrorKind.Throttled)
            _failures[host] = _failures.GetValueOrDefault(host) + 1;
        else
            _failures.Remove(host);
        Missing(failed.Seq, HostFailure.Describe(NameOf(failed.Seq), failed.Error));
        if (!IsAway(host))
            return;
        foreach (var (seq, _) in _underWay.Where(asked => asked.Value.Image.Backend == host))
            CancelHost(seq);
    }

    private void Missing(int seq, TransferException error)
    {
        _underWay[seq].Item.TryElsewhere(_job, error);
        Tell(error.Message);
        Known(seq, error.Kind switch
        {
            TransferErrorKind.Lost => ImageFate.Lost,
            TransferErrorKind.Corrupt => ImageFate.Altered,
            _ => ImageFate.Unknown,
        });
    }

    private void Known(int seq, ImageFate fate)
    {
        _underWay.Remove(seq, out var asked);
        Credits.Release();
        Count(asked.Set, asked.Image, fate);
        Report(TransferPhase.Pieces);
        GoOn();
    }

    private void Count(ImageSet set, SetImage image, ImageFate fate)
    {
        _job.Tally.Found(set, image, fate);
        _job.Found?.Invoke(image, fate);
        if (image.Member.Kind != SetMember.Role.File || image.Locator != image.Member.Piece.Key)
            return;
        _bytes += image.Member.Piece.Size;
        _pieces++;
    }
}
