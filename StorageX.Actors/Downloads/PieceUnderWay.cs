using StorageX.Backends;
using StorageX.Manifests;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>A piece, or the root manifest (without a piece), between being asked for and being decoded.</summary>
/// <param name="piece">What the manifest says of it.</param>
/// <param name="locator">Where its image is.</param>
internal sealed class PieceUnderWay(ManifestPiece? piece, string locator)
{
    private int _failures;
    private TransferErrorKind? _doubt;

    /// <summary>What the manifest says of it; null for the root manifest.</summary>
    public ManifestPiece? Piece => piece;

    /// <summary>Where its image is.</summary>
    public string Locator => locator;

    /// <summary>
    /// Counts an image that does not carry the piece. It may have been altered on its way, so it is fetched again before
    /// that counts: answers null until no try is left, then the error.
    /// </summary>
    /// <param name="part">The piece's name for a person.</param>
    /// <param name="attempts">How often it may be fetched.</param>
    /// <param name="kind">What kind of error it is.</param>
    /// <param name="defect">What is wrong with the image.</param>
    /// <param name="cause">The exception under it, if any.</param>
    public TransferException? Unfit(string part, int attempts, TransferErrorKind kind, string defect, Exception? cause)
    {
        _doubt = kind;
        return ++_failures < attempts ? null : new TransferException(kind, $"{part} ({locator}) is not what it should be: {defect}", cause);
    }

    /// <summary>Takes what was wrong with an answer that is asked for again.</summary>
    /// <param name="error">What was wrong.</param>
    /// <param name="ended">The job, if the transfer has ended, so that it is told at once; otherwise null.</param>
    public void Doubted(BackendException error, ReadingJob? ended = null)
    {
        _doubt = error.Kind == BackendErrorKind.Lost ? TransferErrorKind.Lost : error.Kind == BackendErrorKind.Corrupt ? TransferErrorKind.Corrupt : _doubt;
        if (ended is not null)
            Tell(ended);
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
        Tell(job);
    }

    /// <summary>
    /// Tells a job what became of the piece that did not come. Where an answer before the last said that its image is lost or wrong, that counts:
    /// whoever uploads the same may not take it as stored; where nobody looked at it, the host is asked again.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="error">What it ended with; null if the transfer ended before.</param>
    public void Tell(ReadingJob job, TransferException? error = null)
    {
        if (error?.Kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt)
            job.Tell(piece, error);
        else if (_doubt is { } kind)
            job.Unsound?.Invoke(piece, kind);
        else if (error is not null)
            job.Tell(piece, error);
    }

    /// <summary>Tells a job that ends while the piece is under way: what the host may have answered meanwhile nobody sees, so it is asked again.</summary>
    public void Unseen(ReadingJob job)
    {
        _doubt ??= TransferErrorKind.Failed;
        Tell(job);
    }
}
