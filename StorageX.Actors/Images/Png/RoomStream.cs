using StorageX.Streams;

namespace StorageX.Images.Png;

/// <summary>A stream to write into memory of fixed size; what doesn't fit is dropped, and then it is full.</summary>
internal sealed class RoomStream(Memory<byte> room) : WriteOnlyStream
{
    private int _length;

    /// <summary>Whether more was written than there is room for.</summary>
    public bool IsFull { get; private set; }

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        IsFull |= buffer.Length > room.Length - _length;
        if (IsFull)
            return;
        buffer.CopyTo(room.Span[_length..]);
        _length += buffer.Length;
    }
}
