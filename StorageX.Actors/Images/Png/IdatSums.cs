namespace StorageX.Images.Png;

/// <summary>The two checksums of an IDAT chunk while it is written or read from front to back.</summary>
internal ref struct IdatSums(ReadOnlySpan<byte> chunk)
{
    private readonly ReadOnlySpan<byte> _chunk = chunk;
    private int _covered;
    private uint _crc;

    /// <summary>Adler-32 of the filtered rows so far.</summary>
    public uint Adler { get; private set; } = Adler32.Empty;

    /// <summary>Takes the filtered rows that stand at <paramref name="at"/> in the chunk, and whatever is before them.</summary>
    public void AddRows(int at, int length)
    {
        Adler = Adler32.Append(Adler, _chunk.Slice(at, length));
        CrcTo(at + length);
    }

    /// <summary>Takes filtered rows that are all zeros, whatever stands for them in the chunk.</summary>
    public void AddZeros(int count) => Adler = Adler32.AppendZeros(Adler, count);

    /// <summary>CRC-32 of the chunk's first <paramref name="end"/> bytes, from its type on.</summary>
    public uint CrcTo(int end)
    {
        _crc = Crc32.Append(_crc, _chunk[_covered..end]);
        _covered = end;
        return _crc;
    }
}
