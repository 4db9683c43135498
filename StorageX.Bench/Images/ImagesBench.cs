using System.Buffers.Binary;
using StorageX.Images;
using StorageX.Images.Png;

namespace StorageX.Bench.Images;

/// <summary>
/// Pictures in memory, one thread, on full pieces of random bytes from a pool that no cache holds. Everything is measured in
/// one run, round by round in turn, and printed as a Markdown table of medians.
/// </summary>
internal static class ImagesBench
{
    private static readonly CanvasSize Canvas = new(1024, 768);

    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 15;
        var pieces = Enumerable.Range(0, 24).Select(Piece).ToArray();
        var own = pieces.Select(p => Encode(p, PixelCompression.Stored)).ToArray();
        var target = new byte[own[0].Length];
        var pillow = Pillow.Try(Raster(pieces[0]), Canvas.Width, Canvas.Height);
        var text = Text();

        byte[] At(int i) => pieces[i % pieces.Length];
        var stages = new List<Stage>
        {
            new("memcpy", i => At(i).CopyTo(target.AsSpan())),
            new($"CRC-32, {Crc32.Best}", i => Crc32.Compute(At(i))),
            new($"Adler-32, {Adler32.Best}", i => Adler32.Append(1, At(i))),
            new("PNG write, stored", i => ImageCanvas.Encode(At(i), Canvas, PixelCompression.Stored).Dispose()),
            new("PNG write, where it pays", i => ImageCanvas.Encode(At(i), Canvas, PixelCompression.WhereItPays).Dispose()),
            new("PNG write, where it pays, text", _ => ImageCanvas.Encode(text, Canvas, PixelCompression.WhereItPays).Dispose()),
            new("PNG read, own", i => ImageCanvas.Decode(own[i % own.Length], At(i).Length).Dispose()),
            new("PNG read, own, complete reader", i => PngReader.Read(own[i % own.Length], At(i).Length).Dispose()),
        };
        AddForeign(stages, "level 0, filter 0", own[0]);
        if (pillow is { } made)
            AddForeign(stages, "Pillow, level 6", made.File);
        foreach (var (name, filter) in new[] { ("Sub", 1), ("Up", 2), ("Average", 3), ("Paeth", 4) })
            AddForeign(stages, $"{name}, stored", Filtered.Png(Raster(pieces[0]), Canvas, filter));
        AddForeign(stages, "text, Fastest", Encode(text, PixelCompression.WhereItPays));

        var seconds = Stopwatched.Medians(stages, rounds);
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {rounds} rounds, pieces of {pieces[0].Length} bytes");
        Console.WriteLine();
        Console.WriteLine("| Stage | GB/s | x memcpy |");
        Console.WriteLine("|---|---|---|");
        for (var i = 0; i < stages.Count; i++)
            Row(stages[i].Name, seconds[i], seconds[0]);
        if (pillow is { } peer)
        {
            Row("Pillow save(..., 'PNG')", peer.Write, seconds[0]);
            Row("Pillow open", peer.Read, seconds[0]);
            Console.WriteLine();
            Console.WriteLine($"PNG write, stored: {peer.Write / seconds[3]:F0} x Pillow.");
        }

        Console.WriteLine($"PNG bytes / payload bytes: {(double)own[0].Length / pieces[0].Length:F6}.");
        return 0;
    }

    private static void AddForeign(List<Stage> stages, string name, byte[] file)
    {
        var pixels = new byte[(int)Canvas.Capacity + 4];
        stages.Add(new($"PNG read, {name}", _ => PngReader.Read(file, (int)Canvas.Capacity).Dispose()));
        if (Spng.IsInstalled)
            stages.Add(new($"libspng read, {name}", _ => Spng.Decode(file, pixels)));
    }

    private static void Row(string name, double seconds, double memcpy) =>
        Console.WriteLine($"| {name} | {Canvas.Capacity / seconds / 1e9:F3} | {memcpy / seconds:F3} |");

    private static byte[] Encode(byte[] payload, PixelCompression compression)
    {
        using var image = ImageCanvas.Encode(payload, Canvas, compression);
        return image.Span.ToArray();
    }

    private static byte[] Piece(int seed)
    {
        var piece = new byte[(int)Canvas.Capacity];
        new Random(seed).NextBytes(piece);
        return piece;
    }

    private static byte[] Raster(byte[] payload)
    {
        var raster = new byte[payload.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(raster, payload.Length);
        payload.CopyTo(raster, 4);
        return raster;
    }

    private static byte[] Text()
    {
        var words = Enumerable.Range(0, 3000).Select(i => Convert.ToHexStringLower(BitConverter.GetBytes(i * 2654435761L))[..(3 + (i % 7))]).ToArray();
        var random = new Random(1);
        var text = new System.Text.StringBuilder();
        while (text.Length < Canvas.Capacity)
            text.Append(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]).Append(' ');
        return System.Text.Encoding.ASCII.GetBytes(text.ToString(0, (int)Canvas.Capacity));
    }
}
