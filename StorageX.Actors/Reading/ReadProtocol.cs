using Akka.Actor;
using StorageX.Backends;
using StorageX.Manifests;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Reading;

/// <summary>The messages between an open file and its coordinator; see <see cref="StorageX.Transfers.TransferProtocol"/> for their rules.</summary>
internal static class ReadProtocol
{
    /// <summary>Give the pieces of a file to whoever asks for them, until it is cancelled.</summary>
    /// <param name="Key">The file's key.</param>
    /// <param name="Manifest">What it leads to.</param>
    /// <param name="Backend">The host it is on.</param>
    public sealed record ReadJob(ShareKey Key, Manifest Manifest, IImageBackend Backend) : ReadingJob(Backend, null)
    {
        /// <summary>Whether pieces come with their images.</summary>
        public bool KeepsImages { get; init; }

        /// <summary>How many pieces are kept when they have been read, 0 or more; null for what suits people who watch and seek.</summary>
        public int? Kept { get; init; }

        /// <summary>Is told who takes <see cref="ReadPiece"/>.</summary>
        public Action<IActorRef> Opened { get; init; } = _ => { };

        /// <summary>Is told when that actor has stopped.</summary>
        public Action Closed { get; init; } = () => { };
    }

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
}
