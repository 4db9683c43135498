using System.Diagnostics;
using System.Security.Cryptography;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>A shared file that is far larger than the memory that giving it takes.</summary>
public sealed class SharedLargeFileSpec(ITestOutputHelper output)
{
    private const int Chunk = 16 << 20;

    [BigFact(Timeout = 900_000)]
    public Task Two_gibibytes_are_those_of_the_original_from_anywhere() => RunAsync(2L << 30, ranges: 300, longest: 8 << 20);

    [Fact(Timeout = 120_000)]
    public Task Sixty_four_mebibytes_are_those_of_the_original_from_anywhere() => RunAsync(64L << 20, ranges: 60, longest: 4 << 20);

    private async Task RunAsync(long size, int ranges, int longest)
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex.piece { width = 1024, height = 768 }");
        var path = Path.Combine(sharing.Daemon.Root, "large.bin");
        var digest = await WriteAsync(path, size);
        var (_, url) = await sharing.ShareAsync(new { job = await sharing.StorePathAsync(path) });
        await sharing.ReadAsync(url, "bytes=0-0");
        var fetched = sharing.Fetched;
        var begun = Stopwatch.GetTimestamp();
        (await sharing.ReadAsync(url, "bytes=-1000")).ShouldBe(Original(path, size - 1000, 1000));
        output.WriteLine($"the last 1000 bytes: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms, {sharing.Fetched - fetched} piece");
        sharing.Fetched.ShouldBe(fetched + 1);

        begun = Stopwatch.GetTimestamp();
        var read = 0L;
        await Parallel.ForAsync(0, 4, async (seed, _) =>
        {
            var random = new Random(seed);
            for (var round = 0; round < ranges / 4; round++)
            {
                var from = random.NextInt64(size);
                var count = (int)Math.Min(random.Next(1, longest), size - from);
                (await sharing.ReadAsync(url, $"bytes={from}-{from + count - 1}")).AsSpan().SequenceEqual(Original(path, from, count)).ShouldBeTrue($"{count} bytes from {from}");
                Interlocked.Add(ref read, count);
            }
        });
        output.WriteLine($"{ranges} ranges, {read >> 20} MiB: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");

        begun = Stopwatch.GetTimestamp();
        fetched = sharing.Fetched;
        using var answer = await sharing.GetAsync(url);
        (await SHA256.HashDataAsync(await answer.Content.ReadAsStreamAsync())).ShouldBe(digest);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        output.WriteLine($"the whole: {seconds:0.0} s, {(size >> 20) / seconds:0} MiB/s, {sharing.Fetched - fetched} pieces");
        sharing.Fetched.ShouldBeLessThanOrEqualTo(fetched + (int)(size / 2_359_212) + 1);
    }

    private static async Task<byte[]> WriteAsync(string path, long size)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var random = new Random(1);
        var chunk = new byte[Chunk];
        for (var written = 0L; written < size; written += chunk.Length)
        {
            random.NextBytes(chunk);
            digest.AppendData(chunk);
            await file.WriteAsync(chunk);
        }

        return digest.GetHashAndReset();
    }

    private static byte[] Original(string path, long from, int count)
    {
        using var file = File.OpenHandle(path);
        var bytes = new byte[count];
        RandomAccess.Read(file, bytes, from).ShouldBe(count);
        return bytes;
    }
}
