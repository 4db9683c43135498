using StorageX.Buffers;

namespace StorageX.Images.Png;

/// <summary>Reads rows from the inflated data and undoes their filters (PNG third edition, sections 7.2 and 9).</summary>
internal sealed class RowReader : IDisposable
{
    private const int BytesAtOnce = 64 << 10;

    private readonly Stream _inflated;
    private readonly PngHeader _header;
    private readonly PooledBytes _buffer;
    private int _stride;
    private int _unread;
    private int _held;
    private int _next;

    public RowReader(Stream inflated, in PngHeader header)
    {
        _inflated = inflated;
        _header = header;
        var longest = 1 + header.RowBytes(header.Size.Width);
        _buffer = PooledBytes.Rent(longest + Math.Max(longest, BytesAtOnce));
    }

    /// <summary>Starts a picture, or a pass of an interlaced one: the row before the first counts as zeros.</summary>
    public void Begin(int width, int height)
    {
        _stride = 1 + _header.RowBytes(width);
        _unread = height;
        (_held, _next) = (0, 0);
        _buffer.Span[.._stride].Clear();
    }

    /// <summary>The next row, unfiltered, without its filter byte; it stays as it is until the next call.</summary>
    /// <exception cref="ImageException">There is none, it is damaged, or its filter is unknown.</exception>
    public ReadOnlySpan<byte> Next()
    {
        if (_next == _held)
            Fill();
        var buffer = _buffer.Span;
        var above = buffer.Slice(_next * _stride, _stride);
        var row = buffer.Slice(++_next * _stride, _stride);
        Unfilter.Row(row[0], row[1..], above[1..], _header.FilterDistance);
        return row[1..];
    }

    /// <summary>Makes sure that the data ends here and its checksum is right.</summary>
    /// <exception cref="ImageException">There is more, or the checksum is wrong or missing.</exception>
    public void End()
    {
        if (Read(_buffer.Span[..1]) != 0)
            throw new ImageException("a damaged PNG: more pixel data than its size calls for");
    }

    public void Dispose() => _buffer.Dispose();

    // The last row moves to the front, where the row above the next one is looked for.
    private void Fill()
    {
        var buffer = _buffer.Span;
        buffer.Slice(_held * _stride, _stride).CopyTo(buffer);
        _held = Math.Min(_unread, (buffer.Length / _stride) - 1);
        _unread -= _held;
        _next = 0;
        for (var wanted = buffer.Slice(_stride, _held * _stride); !wanted.IsEmpty;)
        {
            var read = Read(wanted);
            if (read == 0)
                throw new ImageException("a damaged PNG: its pixel data ends early");
            wanted = wanted[read..];
        }
    }

    private int Read(Span<byte> buffer)
    {
        try
        {
            return _inflated.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ImageException("a damaged PNG: its compressed pixel data or their Adler-32 checksum is wrong", e);
        }
    }
}
