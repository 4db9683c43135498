using Akka.Actor;
using StorageX.Backends;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;

namespace StorageX.Transfers;

/// <summary>
/// The messages between the actors. Every request gets exactly one reply; a reply that carries a buffer hands it to the
/// receiver. Seq is the piece's place in the file, or <see cref="ManifestSeq"/>.
/// </summary>
internal static class TransferProtocol
{
    /// <summary>The seq of a manifest's image.</summary>
    public const int ManifestSeq = -1;

    /// <summary>An answer to a request; one that comes too late is discarded.</summary>
    public interface IReply
    {
        /// <summary>Gives back what the reply carries.</summary>
        void Discard()
        {
        }
    }

    /// <summary>What a transfer is to do.</summary>
    public abstract record TransferJob(IImageBackend Backend, IProgress<TransferProgress>? Progress);

    /// <summary>Store a source. The source is opened when the transfer starts.</summary>
    public sealed record UploadJob(
        Func<int, PieceReader> OpenSource, string Name, CanvasSize Canvas, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress);

    /// <summary>Fetch what a key leads to; without a target, the manifest alone.</summary>
    public sealed record DownloadJob(
        string Key, Func<Manifest, PieceWriter>? OpenTarget, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress);

    /// <summary>Asks the manager to run a job; answered by a <see cref="TransferOutcome"/> when all of it is over.</summary>
    public sealed record SubmitTransfer(string Id, TransferJob Job);

    /// <summary>Asks the manager, and then the coordinator, to end a transfer.</summary>
    public sealed record CancelTransfer(string Id);

    /// <summary>How a transfer ended.</summary>
    public abstract record TransferOutcome(string Id);

    /// <summary>It is done.</summary>
    public sealed record TransferSucceeded(string Id, string Key, Manifest Manifest, string? Path) : TransferOutcome(Id);

    /// <summary>It failed.</summary>
    public sealed record TransferFailed(string Id, TransferException Error) : TransferOutcome(Id);

    /// <summary>It was cancelled, and has cleaned up.</summary>
    public sealed record TransferCancelled(string Id) : TransferOutcome(Id);

    /// <summary>A piece to be turned into an image; the bytes stay the asker's.</summary>
    public sealed record EncodePiece(Piece Piece, CanvasSize Canvas, IActorRef ReplyTo);

    /// <summary>A piece as an image, and its checksum as a manifest holds it.</summary>
    public sealed record PieceEncoded(int Seq, PooledBytes Image, string Checksum) : IReply
    {
        void IReply.Discard() => Image.Dispose();
    }

    /// <summary>An image to be turned back; the bytes stay the asker's.</summary>
    /// <param name="Seq">The piece.</param>
    /// <param name="Image">What the host gave.</param>
    /// <param name="MaxBytes">The most bytes that may come out.</param>
    /// <param name="Expected">What the manifest says of the piece; null for a manifest.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record DecodeImage(int Seq, PooledBytes Image, int MaxBytes, ManifestPiece? Expected, IActorRef ReplyTo);

    /// <summary>The bytes of a piece, checked against the manifest.</summary>
    public sealed record ImageDecoded(int Seq, PooledBytes Bytes) : IReply
    {
        void IReply.Discard() => Bytes.Dispose();
    }

    /// <summary>An image does not carry the piece that it should.</summary>
    public sealed record ImageUnfit(int Seq, string Defect) : IReply;

    /// <summary>An encoder or decoder crashed on this piece, and has been restarted.</summary>
    public sealed record CodecCrashed(int Seq, Exception Cause) : IReply;

    /// <summary>A request to a host, on behalf of a transfer.</summary>
    public abstract record HostJob(IImageBackend Backend, string TransferId, int Seq);

    /// <summary>Store an image; its bytes stay the asker's until the reply.</summary>
    public sealed record StoreImage(IImageBackend Backend, string TransferId, int Seq, PooledBytes Image)
        : HostJob(Backend, TransferId, Seq);

    /// <summary>Fetch an image.</summary>
    public sealed record FetchImage(IImageBackend Backend, string TransferId, int Seq, string Locator)
        : HostJob(Backend, TransferId, Seq);

    /// <summary>The image is stored.</summary>
    public sealed record ImageStored(int Seq, string Locator) : IReply;

    /// <summary>The image is here.</summary>
    public sealed record ImageFetched(int Seq, PooledBytes Image) : IReply
    {
        void IReply.Discard() => Image.Dispose();
    }

    /// <summary>The host failed for good: no try is left, or none would help.</summary>
    public sealed record HostJobFailed(int Seq, BackendException Error) : IReply;

    /// <summary>The request was dropped because its transfer is ending.</summary>
    public sealed record HostJobCancelled(int Seq) : IReply;

    /// <summary>A try failed, and another follows. This is news, not a reply.</summary>
    public sealed record HostJobRetried(int Seq, BackendException Error, TimeSpan Delay);

    /// <summary>Drops all requests of a transfer.</summary>
    public sealed record CancelHostJobs(string TransferId);

    /// <summary>Tells the manifest actor where a piece is.</summary>
    public sealed record PieceStored(ManifestPiece Piece);

    /// <summary>Asks the manifest actor to publish, now that all pieces are stored.</summary>
    public sealed record PublishManifest(int PieceCount);

    /// <summary>The manifest is stored, and this is its key.</summary>
    public sealed record ManifestPublished(string Key, Manifest Manifest) : IReply;

    /// <summary>The manifest could not be stored.</summary>
    public sealed record ManifestFailed(TransferException Error) : IReply;

    /// <summary>The manifest has outgrown its image; the transfer cannot succeed.</summary>
    public sealed record ManifestOutgrown(TransferException Error);
}
