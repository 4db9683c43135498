namespace StorageX.Images.Png;

/// <summary>Takes a payload out of filtered rows; the mirror of <see cref="FilteredRows"/>.</summary>
internal readonly ref struct FilteredRowsReader
{
    private readonly Span<byte> _payload;
    private readonly int _stride;

    public FilteredRowsReader(Span<byte> payload, int stride)
    {
        _payload = payload;
        _stride = stride;
    }

    /// <summary>
    /// Takes the rows' bytes that stand from <paramref name="position"/> on; false when a row is filtered.
    /// </summary>
    public bool TryTake(ReadOnlySpan<byte> bytes, int position)
    {
        var (row, column) = Math.DivRem(position, _stride);
        var offset = (row * (_stride - 1)) + Math.Max(0, column - 1) - CanvasSize.LengthBytes;
        while (!bytes.IsEmpty)
        {
            if (column == 0)
            {
                if (bytes[0] != 0)
                    return false;
                bytes = bytes[1..];
                column = 1;
            }

            var run = bytes[..Math.Min(bytes.Length, _stride - column)];
            CopyPayload(run, offset);
            offset += run.Length;
            bytes = bytes[run.Length..];
            column = 0;
        }

        return true;
    }

    private void CopyPayload(ReadOnlySpan<byte> run, int offset)
    {
        var before = Math.Min(run.Length, Math.Max(0, -offset));
        var take = Math.Clamp(_payload.Length - (offset + before), 0, run.Length - before);
        if (take > 0)
            run.Slice(before, take).CopyTo(_payload[(offset + before)..]);
    }
}
