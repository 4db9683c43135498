using StorageX.Bench.Measuring;
using StorageX.Pieces;

namespace StorageX.Bench.Cutting;

/// <summary>Cutting by content in memory, one thread, beside memcpy and SHA-256 in the same run, on bytes that no cache holds.</summary>
internal static class CuttingBench
{
    private const int ContentBytes = 64 << 20;

    /// <summary>Measures and prints; answers the exit code.</summary>
    /// <param name="args">The number of rounds; 15 without it.</param>
    public static int Run(string[] args)
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        using var pieces = new References();
        (string Name, byte[] Bytes, int Capacity)[] works =
        [
            ("random", Of(Source.Random), References.PieceBytes),
            ("random, pieces of 716 bytes at most", Of(Source.Random), 716),
            ("text", Of(Source.Text), References.PieceBytes),
            ("zeros", new byte[ContentBytes], References.PieceBytes),
        ];
        var references = pieces.Stages.Take(2).ToList();
        var stages = references.Concat(works.Select(work => new Stage($"cutting {work.Name}", _ => Cut(work.Bytes, work.Capacity)))).ToList();
        var seconds = Stopwatched.Medians(stages, args.Length > 0 ? int.Parse(args[0]) : 15);
        for (var i = 0; i < stages.Count; i++)
            Console.WriteLine($"{stages[i].Name}: {(i < references.Count ? References.PieceBytes : ContentBytes) / seconds[i] / 1e9:0.00} GB/s");
        foreach (var (name, bytes, capacity) in works)
            Console.WriteLine($"{name}: {(double)bytes.Length / Cut(bytes, capacity) / capacity:0.000} of the capacity on average");
        return 0;
    }

    private static int Cut(ReadOnlySpan<byte> content, int capacity)
    {
        var (cutter, count) = (new ContentCutter(capacity), 0);
        for (; content.Length > 0; count++)
            content = content[cutter.Cut(content)..];
        return count;
    }

    private static byte[] Of(Source source)
    {
        var bytes = new byte[ContentBytes];
        source.WriteTo(new MemoryStream(bytes), bytes.Length);
        return bytes;
    }
}
