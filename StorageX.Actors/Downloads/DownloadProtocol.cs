using Akka.Actor;
using StorageX.Backends;
using StorageX.Buffers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>The messages of a download; see <see cref="StorageX.Transfers.TransferProtocol"/> for their rules.</summary>
internal static class DownloadProtocol
{
    /// <summary>Fetch what a key leads to; without a target, the manifest alone.</summary>
    public sealed record DownloadJob(
        ShareKey Key, Func<Manifest, IPieceSink>? OpenTarget, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : ReadingJob(Backend, Progress)
    {
        /// <summary>The largest file that is fetched, in bytes; null for any.</summary>
        public long? MaxSize { get; init; }

        /// <summary>Is told of each manifest that is read; null where nobody asks.</summary>
        public ManifestTrail? Trail { get; init; }

        /// <summary>Whether the host is only asked whether each piece exists, and none is fetched.</summary>
        public bool ExistenceOnly { get; init; }
    }

    /// <summary>An image to be turned back; its bytes become the decoder's, which gives them back before it replies.</summary>
    /// <param name="Seq">The piece.</param>
    /// <param name="Image">What the host gave.</param>
    /// <param name="Opening">How the canvas becomes a piece.</param>
    /// <param name="MaxCanvasBytes">The most bytes that its canvas may carry.</param>
    /// <param name="Expected">What the manifest says of the piece; null for the root manifest.</param>
    /// <param name="ReplyTo">Who gets the reply.</param>
    public sealed record DecodeImage(
        int Seq, PooledBytes Image, PieceOpening Opening, int MaxCanvasBytes, ManifestPiece? Expected, IActorRef ReplyTo)
    {
        /// <summary>Whether the image comes back with the piece; otherwise it is given back before.</summary>
        public bool KeepsImage { get; init; }

        /// <summary>For a piece that a manifest lists.</summary>
        public static DecodeImage Of(Manifest manifest, ManifestPiece piece, PooledBytes image, IActorRef replyTo)
        {
            var most = Math.Min(new CanvasSize(manifest.PieceWidth, manifest.PieceHeight).Capacity, CanvasSize.MaxRaster);
            return new DecodeImage(piece.Seq, image, PieceOpening.Of(manifest, piece), (int)most, piece, replyTo);
        }
    }

    /// <summary>The bytes of a piece, checked against the manifest.</summary>
    /// <param name="Seq">The piece.</param>
    /// <param name="Bytes">Its bytes.</param>
    /// <param name="Image">The image, where it was asked for.</param>
    public sealed record ImageDecoded(int Seq, PooledBytes Bytes, PooledBytes? Image = null) : IReply
    {
        void IReply.Discard()
        {
            Bytes.Dispose();
            Image?.Dispose();
        }
    }

    /// <summary>An image does not carry the piece that it should.</summary>
    public sealed record ImageUnfit(int Seq, string Defect) : IReply;

    /// <summary>Restore the lost pieces of a group; answered by <see cref="GroupRestored"/> or <see cref="GroupLost"/>.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Manifest">What lists it.</param>
    /// <param name="Lost">The places of pieces that are known to be lost.</param>
    /// <param name="Avoid">Hosts that are not asked for what can be restored.</param>
    public sealed record RestoreGroup(PieceGroup Group, Manifest Manifest, IReadOnlyCollection<int> Lost, IReadOnlyCollection<IImageBackend> Avoid);

    /// <summary>The pieces of a group that were lost, or not asked for, by their places, each checked.</summary>
    public sealed record GroupRestored(PieceGroup Group, IReadOnlyDictionary<int, PooledBytes> Pieces) : IReply
    {
        void IReply.Discard()
        {
            foreach (var bytes in Pieces.Values)
                bytes.Dispose();
        }
    }

    /// <summary>Too much of the group is lost.</summary>
    public sealed record GroupLost(PieceGroup Group, TransferException Error) : IReply;
}
