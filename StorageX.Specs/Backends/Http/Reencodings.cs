using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using StorageX.Images;
using StorageX.Images.Png;
using StorageX.Specs.Images;

namespace StorageX.Specs.Backends.Http;

/// <summary>What hosts make of the pictures that they were given: PNGs of RGB with 8 bits.</summary>
internal static class Reencodings
{
    private static readonly PngRecipe Plain = new(Alpha: false, Wide: false, Interlaced: false, Filter: 0, Split: 0, MoreChunks: false, CompressionLevel.Fastest);

    /// <summary>The faults that leave the pixels of any picture as they were.</summary>
    public static IReadOnlyList<Fault> Lossless { get; } =
        [Fault.Filtered, Fault.Chunked, Fault.SixteenBit, Fault.WithAlpha, Fault.Interlaced, Fault.Palette, Fault.Grey];

    /// <summary>The file that a fault gives for a picture; the picture itself if the fault is none of pictures.</summary>
    public static byte[] Of(Fault fault, byte[] image) => fault switch
    {
        Fault.Filtered => Again(image, Plain with { Filter = 4 }),
        Fault.Chunked => [.. image.AsSpan(0, 33), .. Comment(), .. image.AsSpan(33)],
        Fault.SixteenBit => Again(image, Plain with { Wide = true }),
        Fault.WithAlpha => Again(image, Plain with { Alpha = true }),
        Fault.Interlaced => Again(image, Plain with { Interlaced = true }),
        Fault.Palette => Palette(image),
        Fault.Grey => Grey(image),
        Fault.Jpeg => Vector("bad-jpeg.jpeg"),
        Fault.LossyWebP => Vector("bad-webp.webp"),
        Fault.LosslessWebP => Vector("bad-webp-lossless.webp"),
        Fault.Lossy => Lossy(image),
        Fault.Halved => Halved(image),
        Fault.FlipBit => FlipBit(image),
        Fault.Truncate => image[..(image.Length / 2)],
        Fault.Placeholder => Placeholder(),
        _ => image,
    };

    /// <summary>The size that a PNG says it has.</summary>
    public static CanvasSize SizeOf(byte[] image) => PngFile.Parse(image).Header.Size;

    // A palette where there are few colours, as optimisers do.
    private static byte[] Palette(byte[] image)
    {
        var (size, raster) = Raster(image);
        var pixels = raster.Chunk(3).Select(rgb => (rgb[0], rgb[1], rgb[2])).ToArray();
        var colours = pixels.Distinct().ToList();
        if (colours.Count > 256)
            return image;
        var places = colours.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);
        return OneChannel(size, 3, [.. pixels.Select(pixel => places[pixel])], [.. colours.SelectMany(colour => new[] { colour.Item1, colour.Item2, colour.Item3 })]);
    }

    // A grey picture where all colours are greys, as optimisers do.
    private static byte[] Grey(byte[] image)
    {
        var (size, raster) = Raster(image);
        var pixels = raster.Chunk(3).ToArray();
        return pixels.All(rgb => rgb[0] == rgb[1] && rgb[1] == rgb[2]) ? OneChannel(size, 0, [.. pixels.Select(rgb => rgb[0])], []) : image;
    }

    // A PNG whose pixels are only about the same.
    private static byte[] Lossy(byte[] image)
    {
        var (size, raster) = Raster(image);
        for (var at = 0; at < raster.Length; at += 7)
            raster[at] ^= 1;
        return PngMaker.Make(size, raster, Plain, 1);
    }

    // Half as wide and high.
    private static byte[] Halved(byte[] image)
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

    private static byte[] FlipBit(byte[] image)
    {
        var other = (byte[])image.Clone();
        other[other.Length / 2] ^= 0x10;
        return other;
    }

    // A picture that stands for one that is gone.
    private static byte[] Placeholder()
    {
        using var image = ImageCanvas.Encode(new byte[10], new CanvasSize(64, 64), PixelCompression.Stored);
        return image.Span.ToArray();
    }

    private static byte[] Comment()
    {
        using var chunk = new MemoryStream();
        PngMaker.AddChunk(chunk, "tEXt", "Software\0a host"u8);
        return chunk.ToArray();
    }

    private static byte[] Vector(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Vectors", "png", name));

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
