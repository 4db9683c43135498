using System.IO.Hashing;

namespace StorageX.Images.Png;

/// <summary>The two checksums of an IDAT chunk while it is written or read from front to back.</summary>
internal ref struct IdatSums(ReadOnlySpan<byte> chunk)
{
    // The largest prime below 65536 (RFC 1950, section 8.2).
    private const long Modulus = 65521;

    private readonly ReadOnlySpan<byte> _chunk = chunk;
    private readonly Adler32 _rows = new();
    private long _zeros;
    private int _covered;
    private uint _crc;

    /// <summary>Adler-32 (RFC 1950, section 8.2) of the filtered rows so far.</summary>
    public readonly uint Adler
    {
        get
        {
            var rows = _rows.GetCurrentHashAsUInt32();
            var (sum, sums) = (rows & 0xFFFF, rows >> 16);
            return sum | ((uint)((sums + (_zeros % Modulus * sum)) % Modulus) << 16);
        }
    }

    /// <summary>Takes the filtered rows that stand at <paramref name="at"/> in the chunk, and whatever is before them.</summary>
    public void AddRows(int at, int length)
    {
        _rows.Append(_chunk.Slice(at, length));
        CrcTo(at + length);
    }

    /// <summary>Takes filtered rows that are all zeros, whatever stands for them in the chunk; no others come after them.</summary>
    public void AddZeros(int count) => _zeros += count;

    /// <summary>CRC-32 of the chunk's first <paramref name="end"/> bytes, from its type on.</summary>
    public uint CrcTo(int end)
    {
        _crc = Crc32.Append(_crc, _chunk[_covered..end]);
        _covered = end;
        return _crc;
    }
}
