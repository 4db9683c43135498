using System.Buffers.Binary;

namespace StorageX.Images.Png;

/// <summary>The colour types of PNG (third edition, table 8); bit 0 palette, bit 1 colour, bit 2 alpha.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>What the IHDR chunk says (PNG third edition, section 11.2.1).</summary>
internal readonly record struct PngHeader(CanvasSize Size, byte Depth, PngColour Colour, bool Interlaced)
{
    public int Channels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.Rgba => 4,
        _ => 1,
    };

    /// <summary>Bytes between a byte and the one that filters take for its left neighbour (section 9.2).</summary>
    public int FilterDistance => Math.Max(1, Depth * Channels / 8);

    /// <summary>The header of a canvas as it is written here.</summary>
    public static PngHeader Of(CanvasSize canvas) => new(canvas, 8, PngColour.Rgb, false);

    /// <summary>Reads the 13 bytes of the chunk's data.</summary>
    /// <exception cref="ImageException">A field has a value that the standard does not allow.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var (depth, colour, compression, filter, interlace) = (data[8], (PngColour)data[9], data[10], data[11], data[12]);
        if (width == 0 || height == 0)
            throw new ImageException("a PNG without pixels: its width or height is 0");
        if (width > CanvasSize.MaxSide || height > CanvasSize.MaxSide)
            throw new ImageException($"a PNG of {width} x {height} pixels, where a side may have {CanvasSize.MaxSide}");
        if (!IsAllowed(colour, depth))
            throw new ImageException($"a PNG of colour type {(int)colour} with {depth} bits a sample, which PNG does not allow");
        if (compression != 0 || filter != 0 || interlace > 1)
            throw new ImageException($"a PNG with unknown methods: compression {compression}, filter {filter}, interlace {interlace}");
        return new(new((int)width, (int)height), depth, colour, interlace == 1);
    }

    /// <summary>Writes the 13 bytes of the chunk's data.</summary>
    public void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteInt32BigEndian(data, Size.Width);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], Size.Height);
        ReadOnlySpan<byte> rest = [Depth, (byte)Colour, 0, 0, (byte)(Interlaced ? 1 : 0)];
        rest.CopyTo(data[8..]);
    }

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without the byte of its filter.</summary>
    public int RowBytes(int width) => (int)((((long)width * Depth * Channels) + 7) / 8);

    private static bool IsAllowed(PngColour colour, byte depth) => colour switch
    {
        PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
        PngColour.Palette => depth is 1 or 2 or 4 or 8,
        PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => depth is 8 or 16,
        _ => false,
    };
}
