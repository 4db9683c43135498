using StorageX.Manifests;

namespace StorageX.Reading;

/// <summary>Gives the pieces of one file, in any order, to any number of readers at once.</summary>
internal interface IPieceSource : IAsyncDisposable
{
    /// <summary>How many pieces are fetched ahead at most.</summary>
    int MostAhead { get; }

    /// <summary>A piece whose bytes have been checked; the caller releases it.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="ahead">The pieces that will probably be asked for next; they are fetched where there is room for them.</param>
    /// <param name="cancel">Ends the wait; a piece that nobody waits for any more is not fetched.</param>
    /// <exception cref="TransferException">The piece cannot be had.</exception>
    /// <exception cref="ObjectDisposedException">The source is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<SharedPiece> ReadAsync(ManifestPiece piece, IReadOnlyList<ManifestPiece> ahead, CancellationToken cancel);
}
