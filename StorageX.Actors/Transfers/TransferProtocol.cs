using Akka.Event;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Catalogue;
using StorageX.Manifests;

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

        /// <summary>What people call where it goes to or comes from.</summary>
        public string HostName { get; init; } = Backend.Properties.Name;

        /// <summary>What figures call its direction.</summary>
        public virtual string Direction => "download";
    }

    /// <summary>What a job that reads is to do.</summary>
    public abstract record ReadingJob(IImageBackend Backend, IProgress<TransferProgress>? Progress) : TransferJob(Backend, Progress)
    {
        /// <summary>
        /// Is told of each piece, or of the root manifest (null), that a host was found to have lost or altered, under the locator that it has
        /// there, so that nobody takes it as stored; with another kind, of one that came and nobody looked at.
        /// </summary>
        public Action<IImageBackend, ManifestPiece?, TransferErrorKind>? Unsound { get; init; }

        /// <summary>The host to ask for a locator; null where none may be asked.</summary>
        public Func<string, IImageBackend?> OwnerOf { get; init; } = locator => Backend.Owns(locator) ? Backend : null;
    }

    /// <summary>Asks the manager to run a job; answered by a <see cref="TransferOutcome"/> when all of it is over.</summary>
    public sealed record SubmitTransfer(string Id, TransferJob Job);

    /// <summary>Asks the manager, and then the coordinator, to end a transfer.</summary>
    public sealed record CancelTransfer(string Id);

    /// <summary>Tells a child of a coordinator that the transfer is over: nothing new is begun.</summary>
    public sealed class TransferEnds : IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly TransferEnds Instance = new();
    }

    /// <summary>How a transfer ended.</summary>
    public abstract record TransferOutcome(string Id);

    /// <summary>It is done.</summary>
    public sealed record TransferSucceeded(string Id, ShareKey Key, Manifest Manifest, string? Path, int Skipped) : TransferOutcome(Id)
    {
        /// <inheritdoc cref="TransferProgress.Resent"/>
        public int Resent { get; init; }

        /// <inheritdoc cref="TransferProgress.Restored"/>
        public int Restored { get; init; }

        /// <inheritdoc cref="TransferProgress.Sent"/>
        public int Sent { get; init; }

        /// <inheritdoc cref="TransferProgress.PassedOver"/>
        public IReadOnlyList<string> PassedOver { get; init; } = [];
    }

    /// <summary>It failed.</summary>
    public sealed record TransferFailed(string Id, TransferException Error) : TransferOutcome(Id);

    /// <summary>It was cancelled, and has cleaned up.</summary>
    public sealed record TransferCancelled(string Id) : TransferOutcome(Id);

    /// <summary>An encoder or decoder crashed on this piece, and has been restarted.</summary>
    public sealed record CodecCrashed(int Seq, Exception Cause) : IReply;

    /// <summary>A request to a host, on behalf of a transfer.</summary>
    public abstract record HostJob(IImageBackend Backend, string TransferId, int Seq);

    /// <summary>Store an image; its bytes stay the asker's until the reply.</summary>
    public sealed record StoreImage(IImageBackend Backend, string TransferId, int Seq, PooledBytes Image)
        : HostJob(Backend, TransferId, Seq)
    {
        /// <summary>What no image of another content has; none if that is not known.</summary>
        public ReadOnlyMemory<byte> Identity { get; init; }

        /// <summary>The upload that will name the image; null where nobody deletes.</summary>
        public UploadRun? Run { get; init; }

        /// <summary>SHA-256 of the piece that it carries; null where nobody looks it up.</summary>
        public byte[]? Digest { get; init; }
    }

    /// <summary>Have a locator lead to another image; its bytes stay the asker's until the reply, <see cref="ImageStored"/>.</summary>
    public sealed record ReplaceImage(IImageBackend Backend, string TransferId, int Seq, string Locator, PooledBytes Image)
        : HostJob(Backend, TransferId, Seq);

    /// <summary>Delete an image; one that is not there counts as deleted.</summary>
    public sealed record DeleteImage(IImageBackend Backend, string TransferId, int Seq, StoredImage Image)
        : HostJob(Backend, TransferId, Seq);

    /// <summary>The image is deleted.</summary>
    public sealed record ImageDeleted(int Seq) : IReply;

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

    /// <summary>
    /// The host lets no request of the one who asked begin until then; null when it goes on, or nothing is asked of it any more. This is news, not
    /// a reply.
    /// </summary>
    public sealed record HostWaits(IImageBackend Backend, DateTimeOffset? Until);

    /// <summary>Asks for how all hosts are asked now; answered by <see cref="HostsTold"/>.</summary>
    public sealed record TellHosts;

    /// <summary>How the hosts are asked now.</summary>
    public sealed record HostsTold(IReadOnlyList<HostStatus> Hosts);

    /// <summary>Drops all requests of a transfer, or only that for one piece.</summary>
    public sealed record CancelHostJobs(string TransferId, int? Seq = null);
}
