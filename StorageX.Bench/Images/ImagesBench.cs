using System.Buffers.Binary;
using StorageX.Bench.Measuring;
using StorageX.Images;
using StorageX.Images.Png;
using LibraryAdler32 = System.IO.Hashing.Adler32;
using LibraryCrc32 = System.IO.Hashing.Crc32;

namespace StorageX.Bench.Images;

/// <summary>
/// Pictures in memory, one thread, on full pieces of random bytes from a pool that no cache holds. Everything is measured in
/// one run, round by round in turn.
/// </summary>
internal static class ImagesBench
{
    private static readonly CanvasSize Canvas = new(1024, 768);

    /// <summary>Measures and prints; answers the exit code.</summary>
    /// <param name="args">The number of rounds; 15 without it.</param>
    public static int Run(string[] args)
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine(Measure(args.Length > 0 ? int.Parse(args[0]) : 15).ToMarkdown());
        return 0;
    }

    /// <summary>Measures everything; medians of so many rounds.</summary>
    public static ImageFigures Measure(int rounds)
    {
        using var pieces = new References();
        var own = Enumerable.Range(0, 24).Select(i => Encode(pieces[i], PixelCompression.Stored)).ToArray();
        var raster = Raster(pieces[0]);
        var pillow = Pillow.Try(raster, Canvas.Width, Canvas.Height);
        var text = new byte[(int)Canvas.Capacity];
        Source.Text.WriteTo(new MemoryStream(text), text.Length);

        var stages = new List<Stage>(pieces.Stages)
        {
            new("CRC-32", i => Crc32.Compute(pieces[i])),
            new("CRC-32, System.IO.Hashing", i => LibraryCrc32.HashToUInt32(pieces[i])),
            new("Adler-32", i => Adler32.Append(Adler32.Empty, pieces[i])),
            new("Adler-32, System.IO.Hashing", i => LibraryAdler32.HashToUInt32(pieces[i])),
            new(ImageFigures.Write, i => ImageCanvas.Encode(pieces[i], Canvas, PixelCompression.Stored).Dispose()),
            new("PNG write, where it pays", i => ImageCanvas.Encode(pieces[i], Canvas, PixelCompression.WhereItPays).Dispose()),
            new("PNG write, where it pays, text", _ => ImageCanvas.Encode(text, Canvas, PixelCompression.WhereItPays).Dispose()),
            new(ImageFigures.Read, i => ImageCanvas.Decode(own[i % own.Length], References.PieceBytes).Dispose()),
            new("PNG read, own, complete reader", i => PngReader.Read(own[i % own.Length], References.PieceBytes).Dispose()),
        };
        if (Spng.IsInstalled)
            stages.Add(new("libspng write, level 0", _ => Spng.Encode(raster, Canvas.Width, Canvas.Height)));
        foreach (var (name, file) in Foreign(own[0], raster, text, pillow?.File))
        {
            stages.Add(new($"{ImageFigures.ReadForeign}{name}", _ => PngReader.Read(file, References.PieceBytes).Dispose()));
            if (Spng.IsInstalled)
                stages.Add(new($"{ImageFigures.SpngRead}{name}", _ => Spng.Decode(file, raster)));
        }

        var seconds = Stopwatched.Medians(stages, rounds);
        var measured = stages.Select((stage, i) => (stage.Name, seconds[i]));
        if (pillow is { } peer)
            measured = measured.Append((ImageFigures.PillowWrite, peer.Write)).Append(("Pillow open", peer.Read));
        return new ImageFigures([.. measured], (double)own[0].Length / References.PieceBytes);
    }

    private static IEnumerable<(string Name, byte[] File)> Foreign(byte[] own, byte[] raster, byte[] text, byte[]? pillow)
    {
        yield return ("level 0, no filter", own);
        if (pillow is not null)
            yield return ("Pillow, level 6", pillow);
        yield return ("Sub, stored", Filtered.Png(raster, Canvas, 1));
        yield return ("Up, stored", Filtered.Png(raster, Canvas, 2));
        yield return ("Average, stored", Filtered.Png(raster, Canvas, 3));
        yield return ("Paeth, stored", Filtered.Png(raster, Canvas, 4));
        yield return ("text, Fastest", Encode(text, PixelCompression.WhereItPays));
    }

    private static byte[] Encode(byte[] payload, PixelCompression compression)
    {
        using var image = ImageCanvas.Encode(payload, Canvas, compression);
        return image.Span.ToArray();
    }

    private static byte[] Raster(byte[] payload)
    {
        var raster = new byte[payload.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(raster, payload.Length);
        payload.CopyTo(raster, 4);
        return raster;
    }
}
