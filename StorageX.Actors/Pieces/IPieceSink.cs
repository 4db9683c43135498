using StorageX.Manifests;

namespace StorageX.Pieces;

/// <summary>Where a download's pieces go, in order. Disposed before it is complete, it leaves nothing that could be taken for the whole.</summary>
internal interface IPieceSink : IAsyncDisposable
{
    /// <summary>The full path of the file that is written; null if there is none.</summary>
    string? Path { get; }

    /// <summary>How many of the first pieces are there already, and right.</summary>
    Task<int> ResumeAsync(IEnumerable<ManifestPiece> pieces, CancellationToken cancel) => Task.FromResult(0);

    /// <summary>Appends the next piece.</summary>
    /// <exception cref="TransferException">It cannot be written.</exception>
    Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Whether it can do without a piece that cannot be had; it then counts as the next one.</summary>
    bool TrySkip(ManifestPiece piece, TransferException error) => false;

    /// <summary>Says that the whole cannot be had: nothing of it is kept for a later try.</summary>
    void GiveUp()
    {
    }

    /// <summary>Completes what was written.</summary>
    /// <exception cref="TransferException">That failed.</exception>
    Task CompleteAsync(CancellationToken cancel);
}
