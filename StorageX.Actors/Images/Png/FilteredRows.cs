using System.Buffers.Binary;

namespace StorageX.Images.Png;

/// <summary>
/// The filtered rows of a canvas, unfiltered (type 0), as if they stood in memory in one run: each row's filter byte,
/// then its share of the payload's length, the payload and zeros.
/// </summary>
internal readonly ref struct FilteredRows
{
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _stride;

    public FilteredRows(ReadOnlySpan<byte> payload, int stride)
    {
        _payload = payload;
        _stride = stride;
    }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="position"/> on.</summary>
    public void CopyTo(Span<byte> destination, int position)
    {
        var (row, column) = Math.DivRem(position, _stride);
        var offset = (row * (_stride - 1)) + Math.Max(0, column - 1) - CanvasSize.LengthBytes;
        while (!destination.IsEmpty)
        {
            if (column == 0)
            {
                destination[0] = 0;
                destination = destination[1..];
                column = 1;
            }

            var run = destination[..Math.Min(destination.Length, _stride - column)];
            CopyCanvas(run, offset);
            offset += run.Length;
            destination = destination[run.Length..];
            column = 0;
        }
    }

    private void CopyCanvas(Span<byte> run, int offset)
    {
        if (offset >= 0 && offset + run.Length <= _payload.Length)
            _payload.Slice(offset, run.Length).CopyTo(run);
        else
            CopyEdge(run, offset);
    }

    // The first row, with the length, and the last one of the payload, with zeros.
    private void CopyEdge(Span<byte> run, int offset)
    {
        Span<byte> length = stackalloc byte[CanvasSize.LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, _payload.Length);
        for (; offset < 0 && !run.IsEmpty; offset++, run = run[1..])
            run[0] = length[CanvasSize.LengthBytes + offset];

        var rest = run.IsEmpty ? 0 : Math.Clamp(_payload.Length - offset, 0, run.Length);
        if (rest > 0)
            _payload.Slice(offset, rest).CopyTo(run);
        run[rest..].Clear();
    }
}
