namespace StorageX.Images.Png;

/// <summary>Packs bits from the low end of each byte (RFC 1951, section 3.1.1).</summary>
internal ref struct BitWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _length;
    private ulong _held;
    private int _count;

    /// <summary>Adds the lowest <paramref name="count"/> bits, 0 to 24, least significant first.</summary>
    public void Add(uint bits, int count)
    {
        _held |= (ulong)bits << _count;
        _count += count;
        for (; _count >= 8; _count -= 8, _held >>= 8)
            _destination[_length++] = (byte)_held;
    }

    /// <summary>Adds a Huffman code, most significant bit first.</summary>
    public void AddCode(uint code, int count)
    {
        var reversed = 0u;
        for (var i = 0; i < count; i++)
            reversed |= ((code >> i) & 1) << (count - 1 - i);
        Add(reversed, count);
    }

    /// <summary>Fills the last byte with zero bits.</summary>
    public void Flush()
    {
        if (_count > 0)
            Add(0, 8 - _count);
    }
}
