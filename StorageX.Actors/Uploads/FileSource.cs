using StorageX.Pieces;

namespace StorageX.Uploads;

/// <summary>A file, or a stream, that is cut into pieces.</summary>
/// <param name="reader">The pieces; disposed with this.</param>
/// <param name="capacity">Bytes of a full piece.</param>
internal sealed class FileSource(PieceReader reader, int capacity) : IUploadSource
{
    /// <inheritdoc/>
    public long? Length => reader.Length;

    /// <inheritdoc/>
    public int? PieceCount => reader.Length is { } length ? PieceGeometry.Count(length, capacity) : null;

    /// <inheritdoc/>
    public async Task<SourceItem?> ReadAsync(CancellationToken cancel) => await reader.ReadAsync(cancel) is { } piece ? new SourcePiece(piece) { IsWhole = piece.Seq == 0 && piece.Bytes.Length < capacity } : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
