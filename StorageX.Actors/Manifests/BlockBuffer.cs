using StorageX.Buffers;
using StorageX.Streams;

namespace StorageX.Manifests;

/// <summary>
/// Bytes that are written at one end and taken at the other. They stand in blocks, each used again when it is empty: growing
/// copies nothing and leaves no large arrays behind, so a long manifest takes its own length of memory and no more.
/// </summary>
internal sealed class BlockBuffer : WriteOnlyStream
{
    // Below what the runtime keeps apart as large objects.
    private const int BlockLength = 64 << 10;
    private readonly Queue<byte[]> _blocks = new();
    private byte[] _last = [];
    private byte[]? _spare;
    private int _start;
    private int _end = BlockLength;
    private long _length;

    /// <summary>How many bytes wait to be taken.</summary>
    public override long Length => _length;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_end == BlockLength)
                Begin();
            var part = buffer[..Math.Min(buffer.Length, BlockLength - _end)];
            part.CopyTo(_last.AsSpan(_end));
            (_end, _length) = (_end + part.Length, _length + part.Length);
            buffer = buffer[part.Length..];
        }
    }

    /// <summary>Takes the first bytes that wait; the caller disposes them.</summary>
    /// <param name="count">How many, 0 to <see cref="Length"/>.</param>
    public PooledBytes Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _length);
        var taken = PooledBytes.Rent(count);
        for (var done = 0; done < count;)
        {
            var part = Math.Min(count - done, BlockLength - _start);
            _blocks.Peek().AsSpan(_start, part).CopyTo(taken.Span[done..]);
            (_start, done) = (_start + part, done + part);
            if (_start == BlockLength)
                (_spare, _start) = (_blocks.Dequeue(), 0);
        }

        _length -= count;
        return taken;
    }

    private void Begin()
    {
        (_last, _spare, _end) = (_spare ?? new byte[BlockLength], null, 0);
        _blocks.Enqueue(_last);
    }
}
