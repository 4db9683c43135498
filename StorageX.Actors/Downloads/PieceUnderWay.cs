using StorageX.Backends;
using StorageX.Manifests;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>
/// A piece between being asked for and being in order: which of the places of its image is asked, and what went wrong there. While there is a
/// place that has not been asked, one that fails once is left for it; those are come back to.
/// </summary>
/// <param name="piece">What the manifest says of it; null for the root manifest.</param>
/// <param name="places">Where its image is, 1 or more.</param>
/// <param name="group">The pieces that restore it; null where there are none, or they are looked up when they are needed.</param>
internal sealed class PieceUnderWay(ManifestPiece? piece, IReadOnlyList<ImagePlace> places, PieceGroup? group = null)
{
    private readonly List<ImagePlace> _places = [.. places];
    private int _unasked = places.Count - 1;
    private int _failures;
    private TransferErrorKind? _doubt;

    /// <summary>What the manifest says of it; null for the root manifest.</summary>
    public ManifestPiece? Piece => piece;

    /// <summary>The pieces that restore it, as far as they are known.</summary>
    public PieceGroup? Group { get; set; } = group;

    /// <summary>Whether its group could not restore it.</summary>
    public bool IsBeyondGroup { get; set; }

    /// <summary>Where its image is asked for.</summary>
    public ImagePlace Place => _places[0];

    /// <summary>Whether its request is being dropped, for another place to be asked.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Whether all places that are left are on hosts with some property.</summary>
    public bool IsOnlyOn(Func<IImageBackend, bool> hosts) => _places.TrueForAll(place => hosts(place.Backend));

    /// <summary>Goes to a place whose host has not some property, if there is one.</summary>
    public void Avoid(Func<IImageBackend, bool> hosts)
    {
        for (var turn = 0; turn < _places.Count && hosts(Place.Backend); turn++)
            Turn();
    }

    /// <summary>Whether a place that failed once is left for one that has not been asked; the answer to its request then does not count.</summary>
    public bool TryLeave()
    {
        if (IsLeaving || _unasked == 0)
            return false;
        return IsLeaving = true;
    }

    /// <summary>Leaves the place that is asked, because its host lets it wait; the answer to its request then does not count.</summary>
    public void Move() => IsLeaving = true;

    /// <summary>Goes on with the next place.</summary>
    public void Leave(ReadingJob job)
    {
        TellDoubt(job);
        (IsLeaving, _failures) = (false, 0);
        _unasked = Math.Max(0, _unasked - 1);
        Turn();
    }

    /// <summary>Takes note that the answer to the request came before it was dropped.</summary>
    public void Stay() => IsLeaving = false;

    /// <summary>Gives up the place that was asked.</summary>
    /// <param name="job">Is told.</param>
    /// <param name="error">What it ended with.</param>
    /// <returns>Whether there is another.</returns>
    public bool TryElsewhere(ReadingJob job, TransferException error)
    {
        Tell(job, error);
        (_doubt, _failures) = (null, 0);
        if (_places.Count == 1)
            return false;
        _places.RemoveAt(0);
        _unasked = Math.Max(0, _unasked - 1);
        return true;
    }

    /// <summary>Notes that an image did not carry the piece.</summary>
    /// <param name="part">How to name it to a person.</param>
    /// <param name="attempts">How many images may fail it.</param>
    /// <param name="kind">What kind of error it is then.</param>
    /// <param name="defect">What was wrong with this one.</param>
    /// <param name="cause">The exception under it, if any.</param>
    /// <returns>The error for the last of them; null while the image is fetched again.</returns>
    public TransferException? Unfit(string part, int attempts, TransferErrorKind kind, string defect, Exception? cause)
    {
        _doubt = kind;
        return ++_failures < attempts ? null : new TransferException(kind, $"{part} ({Place.Locator}) is not what it should be: {defect}", cause);
    }

    /// <summary>Takes what was wrong with an answer that is asked for again.</summary>
    /// <param name="error">What was wrong.</param>
    /// <param name="ended">The job, if the transfer has ended, so that it is told at once; otherwise null.</param>
    public void Doubted(BackendException error, ReadingJob? ended = null)
    {
        _doubt = error.Kind == BackendErrorKind.Lost ? TransferErrorKind.Lost : error.Kind == BackendErrorKind.Corrupt ? TransferErrorKind.Corrupt : _doubt;
        if (ended is not null)
            TellDoubt(ended);
    }

    /// <summary>Of which piece a reply tells that it did not come, or came and was not looked at; one that there is not for other replies.</summary>
    public static int SeqOf(IReply late) => late switch
    {
        ImageUnfit unfit => unfit.Seq,
        HostJobFailed failed => failed.Seq,
        ImageFetched fetched => fetched.Seq,
        _ => int.MinValue,
    };

    /// <summary>Takes a reply that came when the transfer had ended: of an image that nobody looks at any more it is not known whether it is right.</summary>
    public void Late(ReadingJob job, IReply reply)
    {
        if (reply is HostJobFailed failed)
            Doubted(failed.Error);
        else
            _doubt ??= reply is ImageUnfit ? TransferErrorKind.Corrupt : TransferErrorKind.Failed;
        TellDoubt(job);
    }

    /// <summary>
    /// Tells a job what an answer before the last said of the image: whoever uploads the same may not take a lost or wrong one as stored; where
    /// nobody looked at it, the host is asked again.
    /// </summary>
    public void TellDoubt(ReadingJob job)
    {
        if (_doubt is { } kind)
            Unsound(job, kind);
    }

    /// <summary>Tells a job that ends while the piece is under way: what the host may have answered meanwhile nobody sees, so it is asked again.</summary>
    public void Unseen(ReadingJob job)
    {
        _doubt ??= TransferErrorKind.Failed;
        TellDoubt(job);
    }

    private void Tell(ReadingJob job, TransferException error)
    {
        if (error.Kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt)
            Unsound(job, error.Kind);
        else
            TellDoubt(job);
    }

    private void Unsound(ReadingJob job, TransferErrorKind kind) =>
        job.Unsound?.Invoke(Place.Backend, piece is null ? null : piece with { Key = Place.Locator }, kind);

    private void Turn()
    {
        _places.Add(_places[0]);
        _places.RemoveAt(0);
    }
}
