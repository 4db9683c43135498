using StorageX.Manifests.Folders;
using StorageX.Streams;

namespace StorageX.Folders;

/// <summary>Reads a file of a stored folder from anywhere; what is in its gaps is zeros.</summary>
/// <param name="source">The bytes that the key leads to; disposed with this.</param>
/// <param name="entry">The file.</param>
internal sealed class EntryStream(Stream source, FolderEntry entry) : ReadOnlyStream
{
    private readonly FolderStretch[] _stretches = [.. entry.Stretches];
    private long _position;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => entry.Size;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= entry.Size || buffer.IsEmpty)
            return 0;
        var place = entry.Offset;
        foreach (var (offset, length) in _stretches)
        {
            if (_position < offset)
                return Zeros(buffer.Span, offset - _position);
            if (_position < offset + length)
            {
                source.Position = place + _position - offset;
                var count = await source.ReadAsync(buffer[..(int)Math.Min(buffer.Length, offset + length - _position)], cancellationToken);
                _position += count;
                return count;
            }

            place += length;
        }

        return Zeros(buffer.Span, entry.Size - _position);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        Task.Run(() => ReadAsync(buffer, offset, count, CancellationToken.None)).GetAwaiter().GetResult();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private int Zeros(Span<byte> buffer, long left)
    {
        var count = (int)Math.Min(buffer.Length, left);
        buffer[..count].Clear();
        _position += count;
        return count;
    }
}
