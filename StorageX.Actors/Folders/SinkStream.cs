using StorageX.Pieces;
using StorageX.Streams;

namespace StorageX.Folders;

/// <summary>A stream whose bytes go to a file that is being written.</summary>
/// <param name="sink">The file; not disposed with this.</param>
internal sealed class SinkStream(IPieceSink sink) : WriteOnlyStream
{
    private long _length;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => WriteAsync(buffer.ToArray()).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await sink.WriteAsync(buffer, cancellationToken);
        _length += buffer.Length;
    }
}
