using StorageX.Manifests.Folders;
using StorageX.Streams;

namespace StorageX.Folders;

/// <summary>Reads a file of a stored folder from anywhere; what is in its gaps is zeros.</summary>
/// <param name="source">The bytes that the key leads to; disposed with this.</param>
/// <param name="entry">The file.</param>
internal sealed class EntryStream(Stream source, FolderEntry entry) : SeekableReadStream(entry.Size)
{
    private readonly FolderStretch[] _stretches = [.. entry.Stretches];

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
            return 0;
        var place = entry.Offset;
        foreach (var (offset, length) in _stretches)
        {
            if (Position < offset)
                return Zeros(buffer.Span, offset - Position);
            if (Position < offset + length)
            {
                source.Position = place + Position - offset;
                var count = await source.ReadAsync(buffer[..(int)Math.Min(buffer.Length, offset + length - Position)], cancellationToken);
                Position += count;
                return count;
            }

            place += length;
        }

        return Zeros(buffer.Span, Length - Position);
    }

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
        Position += count;
        return count;
    }
}
