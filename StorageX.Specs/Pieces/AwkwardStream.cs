using StorageX.Streams;

namespace StorageX.Specs.Pieces;

/// <summary>A stream that gives at most so many bytes a read, and ends as a spec says.</summary>
internal sealed class AwkwardStream(byte[] bytes, int most) : ReadOnlyStream
{
    private int _position;

    /// <summary>What the end throws; null for a plain end.</summary>
    public Exception? End { get; init; }

    public bool IsDisposed { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(Math.Min(count, most), bytes.Length - _position);
        if (read == 0 && End is not null)
            throw End;
        bytes.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
        _position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
