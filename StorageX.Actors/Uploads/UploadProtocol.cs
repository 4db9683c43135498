using Akka.Actor;
using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Buffers;
using StorageX.Catalogue;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Uploads;

/// <summary>The messages of an upload; see <see cref="StorageX.Transfers.TransferProtocol"/> for their rules.</summary>
internal static class UploadProtocol
{
    /// <summary>Store a source. The source is opened when the transfer starts.</summary>
    /// <param name="OpenSource">Opens what is stored; asked with the bytes of a full piece.</param>
    /// <param name="Name">The file's name.</param>
    /// <param name="Canvas">A full piece's canvas.</param>
    /// <param name="Backend">The first host.</param>
    /// <param name="Progress">Is told how far it is.</param>
    public sealed record UploadJob(
        Func<int, IUploadSource> OpenSource, string Name, CanvasSize Canvas, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress)
    {
        /// <summary>The root whose place the new one takes; null where it takes none.</summary>
        public RootBefore? Root { get; init; }

        /// <summary>Whether a folder is stored: its source says where the tree begins.</summary>
        public bool IsFolder { get; init; }

        /// <summary>How pieces become images.</summary>
        public PieceFormat Format { get; init; } = PieceFormat.Format1;

        /// <summary>The hosts that it goes to, and what it must survive; null for the backend alone.</summary>
        public HostPool? Pool { get; init; }

        /// <summary>On how many hosts each image of a piece is.</summary>
        public int Copies => Pool?.Copies ?? 1;

        /// <summary>On how many hosts the images of its manifest are.</summary>
        public int TextCopies => Pool?.TextCopies ?? 1;

        /// <summary>On how many they are at least.</summary>
        public int LeastTextCopies => Pool?.LeastTextCopies ?? 1;

        /// <summary>What is stored already, for each host; empty to store everything.</summary>
        public IReadOnlyList<KnownPieces> Known { get; init; } = [];

        /// <summary>The same for pieces of parity.</summary>
        public IReadOnlyList<KnownPieces> KnownParity { get; init; } = [];

        /// <summary>Enters the images that it will name, so that nobody deletes them; null where nobody deletes.</summary>
        public UploadRun? Run { get; init; }

        /// <summary>Whether what is stored already is fetched and compared.</summary>
        public bool Recheck { get; init; }

        /// <summary>When it was submitted.</summary>
        public DateTimeOffset? Created { get; init; }

        /// <inheritdoc/>
        public override string Direction => "upload";
    }

    /// <summary>A piece to be turned into an image; the bytes stay the asker's.</summary>
    /// <param name="Piece">The piece.</param>
    /// <param name="Canvas">A full piece's canvas.</param>
    /// <param name="Format">How it becomes an image.</param>
    /// <param name="Known">What is stored already; empty to encode it in any case.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record EncodePiece(Piece Piece, CanvasSize Canvas, PieceFormat Format, IReadOnlyList<KnownPieces> Known, IActorRef ReplyTo)
    {
        /// <summary>What the piece is.</summary>
        public ContainerKind Kind { get; init; } = ContainerKind.Data;

        /// <summary>What is stored of it, if it is this piece; null where nothing is known.</summary>
        public StoredBefore? Before { get; init; }

        /// <summary>Whether an image is made although it is stored already.</summary>
        public bool IsNeeded { get; init; }

        /// <summary>Whether its bytes are needed when the image is made; otherwise they are given back at once.</summary>
        public bool KeepsBytes { get; init; }
    }

    /// <summary>A piece as an image, its digest, and the secret that opens it.</summary>
    public sealed record PieceEncoded(int Seq, PooledBytes Image, byte[] Sha256, byte[]? Secret) : IReply
    {
        /// <inheritdoc cref="StoreImage.Identity"/>
        public ReadOnlyMemory<byte> Identity { get; init; }

        void IReply.Discard() => Image.Dispose();
    }

    /// <summary>Where a piece is stored already, as far as the catalogue knows.</summary>
    public sealed record KnownPlace(KnownPieces Known, StoredPiece Stored);

    /// <summary>A piece that is stored already, as far as the catalogue knows, in one or more places.</summary>
    /// <param name="Seq">The piece.</param>
    /// <param name="Places">Where it is, one or more.</param>
    /// <param name="Sha256">Its digest.</param>
    public sealed record PieceKnown(int Seq, IReadOnlyList<KnownPlace> Places, byte[] Sha256) : IReply
    {
        /// <summary>Whether these places count in its group already, as <see cref="HoldPlaces"/> said.</summary>
        public bool AreHeld { get; init; }
    }

    /// <summary>A piece to be compared with the image that should carry it; all bytes stay the asker's.</summary>
    /// <param name="Piece">The piece.</param>
    /// <param name="Image">What the host gave.</param>
    /// <param name="Opening">How the canvas becomes a piece.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record ComparePiece(Piece Piece, PooledBytes Image, PieceOpening Opening, IActorRef ReplyTo);

    /// <summary>Whether the image carries the piece.</summary>
    public sealed record PieceCompared(int Seq, bool Same) : IReply;

    /// <summary>
    /// Have an image stored on hosts of a pool; its bytes stay the asker's until the reply: <see cref="ImagePlaced"/>, or as a host's own.
    /// </summary>
    /// <param name="Seq">The piece.</param>
    /// <param name="Image">The image.</param>
    /// <param name="Copies">On how many hosts.</param>
    public sealed record PlaceImage(int Seq, PooledBytes Image, int Copies)
    {
        /// <inheritdoc cref="StoreImage.Identity"/>
        public ReadOnlyMemory<byte> Identity { get; init; }

        /// <summary>On how many hosts at least, where others cannot be had, or not soon; as many as copies unless said.</summary>
        public int Least { get; init; } = Copies;

        /// <inheritdoc cref="StoreImage.Run"/>
        public UploadRun? Run { get; init; }

        /// <inheritdoc cref="StoreImage.Digest"/>
        public byte[]? Digest { get; init; }

        /// <summary>The group that it counts in; <see cref="GroupShares.None"/> for none.</summary>
        public int Group { get; init; } = GroupShares.None;

        /// <summary>The hosts that have it already.</summary>
        public IReadOnlyCollection<IImageBackend> Except { get; init; } = [];
    }

    /// <summary>The image is stored, on so many hosts as were asked for, or on as many at least as had to be.</summary>
    public sealed record ImagePlaced(int Seq, IReadOnlyList<(IImageBackend Host, string Locator)> Places) : IReply;

    /// <summary>Asks whether an image that a host has already may count in a group; answered by <see cref="PlaceClaimed"/>.</summary>
    public sealed record ClaimPlace(int Seq, int Group, IImageBackend Host);

    /// <summary>Whether the host has no more images of the group than it may; then the image counts in it.</summary>
    public sealed record PlaceClaimed(int Seq, bool IsGranted) : IReply;

    /// <summary>Says which hosts have images of a group already, before others of it are placed; each as often as it has one.</summary>
    public sealed record HoldPlaces(int Group, IReadOnlyList<IImageBackend> Hosts);

    /// <summary>Says that an image that was claimed is not there.</summary>
    public sealed record ReleasePlace(int Group, IImageBackend Host);

    /// <summary>Says that all images of a group are stored.</summary>
    public sealed record GroupPlaced(int Group);

    /// <summary>A host of the pool is passed over, as long as others are left. This is news, not a reply.</summary>
    public sealed record HostPassedOver(string Host, string Why);

    /// <summary>A piece to be folded into the parity of its group, in the order of the file; its bytes stay the asker's until <see cref="PieceFolded"/>.</summary>
    /// <param name="Piece">The piece.</param>
    /// <param name="Place">Its place in its group.</param>
    public sealed record FoldPiece(Piece Piece, int Place);

    /// <summary>The piece has been folded.</summary>
    public sealed record PieceFolded(int Seq) : IReply;

    /// <summary>Ends a group; answered by <see cref="GroupFolded"/>.</summary>
    public sealed record EndGroup(int Group);

    /// <summary>The parity of a group, in the order of its places.</summary>
    public sealed record GroupFolded(int Group, int Pieces, PooledBytes[] Parity) : IReply
    {
        void IReply.Discard()
        {
            foreach (var bytes in Parity)
                bytes.Dispose();
        }
    }

    /// <summary>Tells the manifest actor where a piece is.</summary>
    public sealed record PieceStored(ManifestPiece Piece);

    /// <summary>Asks the manifest actor to publish, now that all pieces are stored.</summary>
    /// <param name="PieceCount">How many there are.</param>
    /// <param name="Size">The file's size in bytes.</param>
    /// <param name="Inline">The file itself, where the manifest carries it.</param>
    /// <param name="TreeOffset">Where a folder's tree begins.</param>
    public sealed record PublishManifest(int PieceCount, long Size, byte[]? Inline, long? TreeOffset = null);

    /// <summary>The manifest is stored, and this is its key.</summary>
    public sealed record ManifestPublished(ShareKey Key, Manifest Manifest) : IReply;

    /// <summary>The manifest could not be stored.</summary>
    public sealed record ManifestFailed(TransferException Error) : IReply;

    /// <summary>The manifest has failed before it was asked for; the transfer cannot succeed. This is news, not a reply.</summary>
    public sealed record ManifestBroken(TransferException Error);
}
