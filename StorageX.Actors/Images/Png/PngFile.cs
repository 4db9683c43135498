namespace StorageX.Images.Png;

/// <summary>The parts of a PNG file that make its pixels.</summary>
internal sealed record PngFile(PngHeader Header, ChunkData Palette, IReadOnlyList<ChunkData> Data)
{
    /// <summary>Checks the order and the checksums of all chunks (PNG third edition, section 5.6) and notes where the data is.</summary>
    /// <exception cref="ImageException">
    /// The file is no PNG, is damaged or cut short, has a critical chunk that the standard does not know, or is larger
    /// than a canvas may be.
    /// </exception>
    public static PngFile Parse(ReadOnlySpan<byte> image)
    {
        if (!image.StartsWith(PngFormat.Signature))
            throw new ImageException(ForeignFormat.Describe(image));

        var chunks = new ChunkReader(image);
        var header = ReadHeader(ref chunks);
        PayloadLimit.CheckCanvas(header.Size);

        var palette = default(ChunkData);
        var data = new List<ChunkData>();
        var dataEnded = false;
        while (chunks.Next() is var chunk && !chunk.Is(PngFormat.Iend))
        {
            if (chunk.Is(PngFormat.Idat))
            {
                if (dataEnded)
                    throw new ImageException($"a damaged PNG: other chunks between its IDAT chunks, before byte {chunk.Offset}");
                data.Add(chunk.Data);
                continue;
            }

            dataEnded = data.Count > 0;
            if (chunk.Is(PngFormat.Plte))
                palette = ReadPalette(chunk, palette, dataEnded);
            else if (chunk.IsCritical)
                throw new ImageException($"a PNG with an unknown critical chunk, {chunk.Name} at byte {chunk.Offset}");
        }

        if (data.Count == 0)
            throw new ImageException("a damaged PNG: no IDAT chunk, so no pixels");
        if (header.Colour == PngColour.Palette && palette.IsEmpty)
            throw new ImageException("a damaged PNG: its pixels are palette entries, and there is no palette");
        return new(header, palette, data);
    }

    private static PngHeader ReadHeader(ref ChunkReader chunks)
    {
        var chunk = chunks.Next();
        if (!chunk.Is(PngFormat.Ihdr) || chunk.Data.Length != PngFormat.HeaderLength)
            throw new ImageException($"a damaged PNG: it starts with {chunk.Data.Length} bytes of {chunk.Name} instead of an IHDR chunk");
        return PngHeader.Parse(chunk.Bytes);
    }

    private static ChunkData ReadPalette(in Chunk chunk, ChunkData known, bool late)
    {
        if (late || !known.IsEmpty)
            throw new ImageException($"a damaged PNG: a second or late palette at byte {chunk.Offset}");
        if (chunk.Data.Length is 0 or > 768 || chunk.Data.Length % 3 != 0)
            throw new ImageException($"a damaged PNG: a palette of {chunk.Data.Length} bytes at byte {chunk.Offset}");
        return chunk.Data;
    }
}
