using StorageX.Manifests;

namespace StorageX.Pieces;

/// <summary>Keeps nothing, and notes which pieces cannot be had.</summary>
internal sealed class VerifySink : IPieceSink
{
    private readonly List<PieceDefect> _defects = [];

    /// <inheritdoc/>
    public string? Path => null;

    /// <summary>The pieces that cannot be had, in order.</summary>
    public IReadOnlyList<PieceDefect> Defects => _defects;

    /// <inheritdoc/>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public bool TrySkip(ManifestPiece piece, TransferException error)
    {
        if (error.Kind is not (TransferErrorKind.Lost or TransferErrorKind.Corrupt))
            return false;
        _defects.Add(new PieceDefect(piece, error.Kind, error.Message));
        return true;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancel)
    {
        _defects.Sort((one, other) => one.Piece.Seq.CompareTo(other.Piece.Seq));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
