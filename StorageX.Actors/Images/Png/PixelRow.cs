namespace StorageX.Images.Png;

/// <summary>
/// Turns a row of any colour type and depth into RGB with 8 bits a sample. Alpha and transparency are left aside: they
/// say nothing about the colour. Wider samples must be exact multiples, else the payload would not survive.
/// </summary>
internal readonly ref struct PixelRow
{
    private readonly PngHeader _header;
    private readonly ReadOnlySpan<byte> _palette;

    public PixelRow(in PngHeader header, ReadOnlySpan<byte> palette)
    {
        _header = header;
        _palette = palette;
    }

    /// <summary>The row's pixels: in <paramref name="rgb"/>, three bytes each, or as they stand where they are that already.</summary>
    /// <exception cref="ImageException">A sample has more than 8 bits that count, or a pixel is beyond the palette.</exception>
    public ReadOnlySpan<byte> ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        switch (_header.Colour)
        {
            case PngColour.Rgb when _header.Depth == 8:
                return row;
            case PngColour.Palette:
                FromPalette(row, rgb);
                break;
            case PngColour.Grey when _header.Depth < 8:
                FromPackedGrey(row, rgb);
                break;
            default:
                FromSamples(row, rgb);
                break;
        }

        return rgb;
    }

    private void FromPalette(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (var x = 0; rgb.Length >= 3; x++, rgb = rgb[3..])
        {
            var entry = Packed(row, x) * 3;
            if (entry >= _palette.Length)
                throw new ImageException("a damaged PNG: a pixel of a colour that its palette lacks");
            _palette.Slice(entry, 3).CopyTo(rgb);
        }
    }

    // All ones is white, and the steps between are equal (section 13.12: replicate the bits).
    private void FromPackedGrey(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        var scale = 255 / ((1 << _header.Depth) - 1);
        for (var x = 0; rgb.Length >= 3; x++, rgb = rgb[3..])
            rgb[..3].Fill((byte)(Packed(row, x) * scale));
    }

    private int Packed(ReadOnlySpan<byte> row, int x)
    {
        var bit = (long)x * _header.Depth;
        var shift = 8 - _header.Depth - (int)(bit & 7);
        return (row[(int)(bit >> 3)] >> shift) & ((1 << _header.Depth) - 1);
    }

    private void FromSamples(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        var colour = _header.Colour is PngColour.Rgb or PngColour.Rgba ? 1 : 0;
        var bytes = _header.Depth / 8;
        var pixel = bytes * _header.Channels;
        if (bytes == 2)
            CheckWide(row, pixel, colour == 1 ? 3 : 1);
        for (; rgb.Length >= 3; rgb = rgb[3..], row = row[pixel..])
        {
            rgb[0] = row[0];
            rgb[1] = row[colour * bytes];
            rgb[2] = row[colour * bytes * 2];
        }
    }

    // 16 bits are 8 without loss when both bytes are the same: 65535 / 255 = 257.
    private static void CheckWide(ReadOnlySpan<byte> row, int pixel, int samples)
    {
        for (; !row.IsEmpty; row = row[pixel..])
        {
            for (var i = 0; i < samples * 2; i += 2)
            {
                if (row[i] != row[i + 1])
                    throw new ImageException("a PNG of 16 bits a sample that use more than 8 of them: not a canvas");
            }
        }
    }
}
