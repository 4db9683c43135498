using Akka.Actor;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Reading;

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
    public abstract record TransferJob(IImageBackend Backend, IProgress<TransferProgress>? Progress)
    {
        /// <summary>How many requests its host takes at once; there are enough credits to use them all.</summary>
        public int Permits { get; init; }
    }

    /// <summary>Store a source. The source is opened when the transfer starts.</summary>
    public sealed record UploadJob(
        Func<int, PieceReader> OpenSource, string Name, CanvasSize Canvas, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress)
    {
        /// <summary>How pieces become images.</summary>
        public PieceFormat Format { get; init; } = PieceFormat.Format1;

        /// <summary>What is stored already; null to store everything.</summary>
        public KnownPieces? Known { get; init; }

        /// <summary>When it was submitted.</summary>
        public DateTimeOffset? Created { get; init; }
    }

    /// <summary>Fetch what a key leads to; without a target, the manifest alone.</summary>
    public sealed record DownloadJob(
        ShareKey Key, Func<Manifest, IPieceSink>? OpenTarget, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress)
    {
        /// <summary>The largest file that is fetched, in bytes; null for any.</summary>
        public long? MaxSize { get; init; }

        /// <summary>Whether the host is only asked whether each piece exists, and none is fetched.</summary>
        public bool ExistenceOnly { get; init; }
    }

    /// <summary>Give the pieces of a file to whoever asks for them, until it is cancelled.</summary>
    /// <param name="Key">The file's key.</param>
    /// <param name="Manifest">What it leads to.</param>
    /// <param name="Backend">The host it is on.</param>
    /// <param name="Opened">Is told who takes <see cref="ReadPiece"/>.</param>
    /// <param name="Closed">Is told when that actor has stopped.</param>
    public sealed record ReadJob(ShareKey Key, Manifest Manifest, IImageBackend Backend, Action<IActorRef> Opened, Action Closed)
        : TransferJob(Backend, null);

    /// <summary>Asks for a piece, and says which will probably follow; answered by a <see cref="ReadReply"/>.</summary>
    public sealed record ReadPiece(long Ticket, ManifestPiece Piece, IReadOnlyList<ManifestPiece> Ahead);

    /// <summary>Says that a piece is no longer waited for; that wait is then answered at once.</summary>
    public sealed record DropRead(int Seq, long Ticket);

    /// <summary>The answer to <see cref="ReadPiece"/>.</summary>
    public abstract record ReadReply;

    /// <summary>The piece, held for the receiver.</summary>
    public sealed record PieceRead(SharedPiece Piece) : ReadReply;

    /// <summary>The piece cannot be had; without an error, because the wait was given up or the file is closed.</summary>
    public sealed record PieceRefused(TransferException? Error) : ReadReply;

    /// <summary>Asks the manager to run a job; answered by a <see cref="TransferOutcome"/> when all of it is over.</summary>
    public sealed record SubmitTransfer(string Id, TransferJob Job);

    /// <summary>Asks the manager, and then the coordinator, to end a transfer.</summary>
    public sealed record CancelTransfer(string Id);

    /// <summary>How a transfer ended.</summary>
    public abstract record TransferOutcome(string Id);

    /// <summary>It is done.</summary>
    public sealed record TransferSucceeded(string Id, ShareKey Key, Manifest Manifest, string? Path, int Skipped) : TransferOutcome(Id);

    /// <summary>It failed.</summary>
    public sealed record TransferFailed(string Id, TransferException Error) : TransferOutcome(Id);

    /// <summary>It was cancelled, and has cleaned up.</summary>
    public sealed record TransferCancelled(string Id) : TransferOutcome(Id);

    /// <summary>A piece to be turned into an image; the bytes stay the asker's.</summary>
    /// <param name="Piece">The piece.</param>
    /// <param name="Canvas">A full piece's canvas.</param>
    /// <param name="Format">How it becomes an image.</param>
    /// <param name="Known">What is stored already; null to encode it in any case.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record EncodePiece(Piece Piece, CanvasSize Canvas, PieceFormat Format, KnownPieces? Known, IActorRef ReplyTo);

    /// <summary>A piece as an image, its digest, and the secret that opens it.</summary>
    public sealed record PieceEncoded(int Seq, PooledBytes Image, byte[] Sha256, byte[]? Secret) : IReply
    {
        /// <summary>What no image of another content has; none if that is not known.</summary>
        public ReadOnlyMemory<byte> Identity { get; init; }

        void IReply.Discard() => Image.Dispose();
    }

    /// <summary>A piece that is stored already, as far as the catalogue knows.</summary>
    public sealed record PieceKnown(int Seq, StoredPiece Stored, byte[] Sha256) : IReply;

    /// <summary>An image to be turned back; the bytes stay the asker's.</summary>
    /// <param name="Seq">The piece.</param>
    /// <param name="Image">What the host gave.</param>
    /// <param name="Opening">How the canvas becomes a piece.</param>
    /// <param name="MaxCanvasBytes">The most bytes that its canvas may carry.</param>
    /// <param name="Expected">What the manifest says of the piece; null for the root manifest.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record DecodeImage(
        int Seq, PooledBytes Image, PieceOpening Opening, int MaxCanvasBytes, ManifestPiece? Expected, IActorRef ReplyTo)
    {
        /// <summary>For a piece that a manifest lists.</summary>
        public static DecodeImage Of(Manifest manifest, ManifestPiece piece, PooledBytes image, IActorRef replyTo)
        {
            var most = Math.Min(new CanvasSize(manifest.PieceWidth, manifest.PieceHeight).Capacity, CanvasSize.MaxRaster);
            return new DecodeImage(piece.Seq, image, PieceOpening.Of(manifest, piece), (int)most, piece, replyTo);
        }
    }

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
        : HostJob(Backend, TransferId, Seq)
    {
        /// <inheritdoc cref="PieceEncoded.Identity"/>
        public ReadOnlyMemory<byte> Identity { get; init; }
    }

    /// <summary>Fetch an image.</summary>
    public sealed record FetchImage(IImageBackend Backend, string TransferId, int Seq, string Locator)
        : HostJob(Backend, TransferId, Seq);

    /// <summary>Ask whether an image is there.</summary>
    public sealed record CheckImage(IImageBackend Backend, string TransferId, int Seq, string Locator)
        : HostJob(Backend, TransferId, Seq);

    /// <summary>Whether the image is there.</summary>
    public sealed record ImageChecked(int Seq, bool Exists) : IReply;

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

    /// <summary>The host lets no request of the transfer begin until then; null when it goes on. This is news, not a reply.</summary>
    public sealed record HostWaits(DateTimeOffset? Until);

    /// <summary>Asks for how all hosts are asked now; answered by <see cref="HostsTold"/>.</summary>
    public sealed record TellHosts;

    /// <summary>How the hosts are asked now.</summary>
    public sealed record HostsTold(IReadOnlyList<HostStatus> Hosts);

    /// <summary>Drops all requests of a transfer, or only that for one piece.</summary>
    public sealed record CancelHostJobs(string TransferId, int? Seq = null);

    /// <summary>Tells the manifest actor where a piece is.</summary>
    public sealed record PieceStored(ManifestPiece Piece);

    /// <summary>Asks the manifest actor to publish, now that all pieces are stored.</summary>
    /// <param name="PieceCount">How many there are.</param>
    /// <param name="Size">The file's size in bytes.</param>
    /// <param name="Inline">The file itself, where the manifest carries it.</param>
    public sealed record PublishManifest(int PieceCount, long Size, byte[]? Inline);

    /// <summary>The manifest is stored, and this is its key.</summary>
    public sealed record ManifestPublished(ShareKey Key, Manifest Manifest) : IReply;

    /// <summary>The manifest could not be stored.</summary>
    public sealed record ManifestFailed(TransferException Error) : IReply;

    /// <summary>The manifest has failed before it was asked for; the transfer cannot succeed. This is news, not a reply.</summary>
    public sealed record ManifestBroken(TransferException Error);
}
