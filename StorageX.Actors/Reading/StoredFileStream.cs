using StorageX.Manifests;
using StorageX.Streams;

namespace StorageX.Reading;

/// <summary>
/// Reads a stored file from anywhere. It holds the piece that it stands in, so that a slow reader never has it fetched twice; and
/// has the next pieces fetched while it reads on from one to the next, more of them the longer it does.
/// </summary>
/// <param name="source">Gives the pieces.</param>
/// <param name="index">Finds them.</param>
/// <param name="length">The file's size in bytes.</param>
/// <param name="until">Nothing from this byte on is fetched ahead.</param>
internal sealed class StoredFileStream(IPieceSource source, PieceIndex index, long length, long until) : SeekableReadStream(length)
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private SharedPiece? _piece;
    private ManifestPiece? _at;
    private int _ahead;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        if (buffer.IsEmpty || Position >= Length)
            return 0;
        if (_at is null || Position < _at.Offset || Position >= _at.Offset + _at.Size)
            await MoveAsync(cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            var from = (int)(Position - _at!.Offset);
            var count = Math.Min(buffer.Length, _at.Size - from);
            _piece!.Span.Slice(from, count).CopyTo(buffer.Span);
            Position += count;
            return count;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _disposed.Cancel();
            Leave();
        }

        base.Dispose(disposing);
    }

    private async Task MoveAsync(CancellationToken cancel)
    {
        _ahead = _at is not null && Position == _at.Offset + _at.Size ? Math.Clamp(_ahead * 2, 1, Math.Max(1, source.MostAhead)) : 0;
        var pieces = index.Find(Position, Math.Min(_ahead, source.MostAhead), until);
        lock (_gate)
            Leave();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _disposed.Token);
        try
        {
            var piece = await source.ReadAsync(pieces[0], [.. pieces.Skip(1)], either.Token);
            lock (_gate)
            {
                (_piece, _at) = (piece, pieces[0]);
                if (_disposed.IsCancellationRequested)
                    Leave();
            }
        }
        catch (OperationCanceledException error) when (_disposed.IsCancellationRequested)
        {
            throw new ObjectDisposedException("the stream was disposed of while it read", error);
        }
    }

    private void Leave()
    {
        _piece?.Release();
        (_piece, _at) = (null, null);
    }
}
