using System.Diagnostics;
using System.Security.Cryptography;
using StorageX.Manifests;
using StorageX.Pieces;

namespace StorageX.Bench.Manifests;

/// <summary>What a manifest of millions of pieces costs to write and to read: time, and the most memory the process ever had.</summary>
internal static class ManifestBench
{
    private const int Canvas1024 = 1024;
    private const int Canvas768 = 768;
    private const double Mebibyte = 1 << 20;

    /// <summary>Writes and reads a manifest without its images; answers the exit code.</summary>
    /// <param name="arguments">How many pieces; 4,000,000 without it.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0]) : 4_000_000;
        var folder = Directory.CreateTempSubdirectory("storagex-bench-");
        try
        {
            var clock = Stopwatch.StartNew();
            var (root, chunks) = Write(count, folder.FullName);
            Console.WriteLine($"| manifest of {count} pieces | seconds | pieces/s | peak memory, MiB |");
            Console.WriteLine("|---|---|---|---|");
            Print($"write, {chunks} images of it", count, clock);
            clock.Restart();
            var read = await ReadAsync(root);
            Print("read and check, then walk again", read, clock);
            return read == count ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (byte[] Root, int Chunks) Write(int count, string folder)
    {
        var head = new Manifest(2.0, "large.bin", Canvas1024, Canvas768, []);
        var tree = new ManifestTree(head);
        var size = (int)head.PieceCapacity;
        var chunks = 0;
        var digest = new byte[32];
        for (var seq = 0; seq < count; seq++)
        {
            BitConverter.TryWriteBytes(digest, seq);
            tree.Add(new ManifestPiece(seq, $"https://images.example/i/{seq:x8}.png", seq * (long)size, size, Checksum.Of(digest), digest));
            Store();
        }

        tree.Finish(head with { Size = count * (long)size });
        Store();
        using var root = tree.Root!;
        return (root.Span.ToArray(), chunks);

        void Store()
        {
            while (tree.NextChunk() is { } chunk)
            {
                using var text = chunk;
                var name = Path.Combine(folder, $"{chunks++:x8}");
                File.WriteAllBytes(name, text.Span);
                tree.Stored([name], Checksum.Of(SHA256.HashData(text.Span)), null);
            }
        }
    }

    private static async Task<int> ReadAsync(byte[] root)
    {
        var manifest = ManifestReader.Read(root);
        while (manifest.Level > 0)
        {
            await using var text = new ManifestSink(_ => { });
            foreach (var piece in manifest.Pieces)
                await text.WriteAsync(await File.ReadAllBytesAsync(piece.Key), default);
            await text.CompleteAsync(default);
            var below = text.Manifest;
            ManifestDescent.Require(manifest, below);
            manifest = below;
        }

        return manifest.Pieces.Count(piece => piece.Size > 0);
    }

    private static void Print(string what, int count, Stopwatch clock) =>
        Console.WriteLine($"| {what} | {clock.Elapsed.TotalSeconds:0.0} | {count / clock.Elapsed.TotalSeconds:0} | {Process.GetCurrentProcess().PeakWorkingSet64 / Mebibyte:0} |");
}
