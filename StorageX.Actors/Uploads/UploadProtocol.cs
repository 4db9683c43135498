using Akka.Actor;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Catalogue;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Uploads;

/// <summary>The messages of an upload; see <see cref="StorageX.Transfers.TransferProtocol"/> for their rules.</summary>
internal static class UploadProtocol
{
    /// <summary>Store a source. The source is opened when the transfer starts.</summary>
    public sealed record UploadJob(
        Func<int, PieceReader> OpenSource, string Name, CanvasSize Canvas, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress)
    {
        /// <summary>How pieces become images.</summary>
        public PieceFormat Format { get; init; } = PieceFormat.Format1;

        /// <summary>What is stored already; null to store everything.</summary>
        public KnownPieces? Known { get; init; }

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
    /// <param name="Known">What is stored already; null to encode it in any case.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record EncodePiece(Piece Piece, CanvasSize Canvas, PieceFormat Format, KnownPieces? Known, IActorRef ReplyTo);

    /// <summary>A piece as an image, its digest, and the secret that opens it.</summary>
    public sealed record PieceEncoded(int Seq, PooledBytes Image, byte[] Sha256, byte[]? Secret) : IReply
    {
        /// <inheritdoc cref="StoreImage.Identity"/>
        public ReadOnlyMemory<byte> Identity { get; init; }

        void IReply.Discard() => Image.Dispose();
    }

    /// <summary>A piece that is stored already, as far as the catalogue knows.</summary>
    public sealed record PieceKnown(int Seq, StoredPiece Stored, byte[] Sha256) : IReply;

    /// <summary>A piece to be compared with the image that should carry it; all bytes stay the asker's.</summary>
    /// <param name="Piece">The piece.</param>
    /// <param name="Image">What the host gave.</param>
    /// <param name="Opening">How the canvas becomes a piece.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record ComparePiece(Piece Piece, PooledBytes Image, PieceOpening Opening, IActorRef ReplyTo);

    /// <summary>Whether the image carries the piece.</summary>
    public sealed record PieceCompared(int Seq, bool Same) : IReply;

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
