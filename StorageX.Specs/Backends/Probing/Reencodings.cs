using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using StorageX.Images;
using StorageX.Images.Png;
using StorageX.Specs.Images;

namespace StorageX.Specs.Backends.Probing;

/// <summary>What hosts make of pictures. Each takes a PNG of RGB with 8 bits and gives another file.</summary>
internal static class Reencodings
{
    private static readonly PngRecipe Plain = new(Alpha: false, Wide: false, Interlaced: false, Filter: 0, Split: 0, MoreChunks: false, CompressionLevel.Fastest);

    public static byte[] Filtered(byte[] image) => Again(image, Plain with { Filter = 4 });

    public static byte[] Chunked(byte[] image)
    {
        using var file = new MemoryStream();
        file.Write(image.AsSpan(0, 33));
        PngMaker.AddChunk(file, "tEXt", "Software\0a host"u8);
        file.Write(image.AsSpan(33));
        return file.ToArray();
    }

    public static byte[] SixteenBit(byte[] image) => Again(image, Plain with { Wide = true });

    public static byte[] WithAlpha(byte[] image) => Again(image, Plain with { Alpha = true });

    public static byte[] Interlaced(byte[] image) => Again(image, Plain with { Interlaced = true });

    /// <summary>A palette where there are few colours, as optimisers do.</summary>
    public static byte[] Palette(byte[] image)
    {
        var (size, raster) = Raster(image);
        var pixels = raster.Chunk(3).Select(rgb => (rgb[0], rgb[1], rgb[2])).ToArray();
        var colours = pixels.Distinct().ToList();
        if (colours.Count > 256)
            return image;
        var places = colours.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);
        return OneChannel(size, 3, [.. pixels.Select(pixel => places[pixel])], [.. colours.SelectMany(colour => new[] { colour.Item1, colour.Item2, colour.Item3 })]);
    }

    /// <summary>A grey picture where all colours are greys, as optimisers do.</summary>
    public static byte[] Grey(byte[] image)
    {
        var (size, raster) = Raster(image);
        var pixels = raster.Chunk(3).ToArray();
        return pixels.All(rgb => rgb[0] == rgb[1] && rgb[1] == rgb[2]) ? OneChannel(size, 0, [.. pixels.Select(rgb => rgb[0])], []) : image;
    }

    /// <summary>A PNG whose pixels are only about the same.</summary>
    public static byte[] Lossy(byte[] image)
    {
        var (size, raster) = Raster(image);
        for (var at = 0; at < raster.Length; at += 7)
            raster[at] ^= 1;
        return PngMaker.Make(size, raster, Plain, 1);
    }

    /// <summary>Half as wide and high.</summary>
    public static byte[] Halved(byte[] image)
    {
        var (size, raster) = Raster(image);
        var half = new CanvasSize(size.Width / 2, size.Height / 2);
        var pixels = new byte[half.Width * half.Height * 3];
        for (var y = 0; y < half.Height; y++)
        {
            for (var x = 0; x < half.Width; x++)
                raster.AsSpan(((y * 2 * size.Width) + (x * 2)) * 3, 3).CopyTo(pixels.AsSpan(((y * half.Width) + x) * 3));
        }

        return PngMaker.Make(half, pixels, Plain, 1);
    }

    /// <summary>A file of another kind.</summary>
    public static byte[] Vector(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Vectors", "png", name));

    /// <summary>The size that a PNG says it has.</summary>
    public static CanvasSize SizeOf(byte[] image) => PngFile.Parse(image).Header.Size;

    private static byte[] Again(byte[] image, PngRecipe recipe)
    {
        var (size, raster) = Raster(image);
        return PngMaker.Make(size, raster, recipe, 1);
    }

    private static (CanvasSize Size, byte[] Raster) Raster(byte[] image)
    {
        var size = SizeOf(image);
        using var payload = ImageCanvas.Decode(image, CanvasSize.MaxRaster);
        var raster = new byte[size.Width * size.Height * 3];
        BinaryPrimitives.WriteInt32LittleEndian(raster, payload.Length);
        payload.Span.CopyTo(raster.AsSpan(4));
        return (size, raster);
    }

    private static byte[] OneChannel(CanvasSize size, byte colour, byte[] samples, byte[] palette)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), size.Height);
        (head[8], head[9]) = (8, colour);
        PngMaker.AddChunk(file, "IHDR", head);
        if (palette.Length > 0)
            PngMaker.AddChunk(file, "PLTE", palette);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var row in samples.Chunk(size.Width))
                zlib.Write([0, .. row]);
        }

        PngMaker.AddChunk(file, "IDAT", data.ToArray());
        PngMaker.AddChunk(file, "IEND", []);
        return file.ToArray();
    }
}
