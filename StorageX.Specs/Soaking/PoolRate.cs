using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;

namespace StorageX.Specs.Soaking;

/// <summary>How fast one upload goes through three hosts that each take ten images in any second, and refuse what is more.</summary>
internal static class PoolRate
{
    private const int Hosts = 3;
    private const int Limit = 10;
    private const int Side = 32;

    /// <summary>Measures it, once for a rate that is learned and once for one that is set, and prints it.</summary>
    /// <param name="images">How many images the upload has, about.</param>
    public static async Task RunAsync(int images)
    {
        foreach (var rate in new int?[] { null, Limit })
        {
            using var folder = new TemporaryDirectory();
            await using var hosts = await PoolHosts.StartAsync(folder.Path, new bool[Hosts]);
            var windows = hosts.All.Select(host => new Window(host.Image!)).ToList();
            await using var storage = hosts.Open("data", Side, rate is null ? "" : $"rate = {rate}");
            await storage.UploadAsync(new MemoryStream(Some.Bytes(images * Side * Side * 3, images)), new UploadOptions { Hosts = [.. hosts.All.Select(host => host.Name)] });
            var given = windows.SelectMany(window => window.Given).Order().ToList();
            var seconds = Stopwatch.GetElapsedTime(given[0], given[^1]).TotalSeconds;
            Console.WriteLine(FormattableString.Invariant(
                $"{Hosts} hosts of {Limit} images a second, rate {(rate is null ? "learned" : "set")}: {given.Count} images in {seconds:0.0} s, {(given.Count - 1) / seconds:0.0} a second; {windows.Sum(window => window.Refused)} refused"));
        }
    }

    private sealed class Window
    {
        private readonly Lock _lock = new();
        private readonly Queue<long> _last = new();

        public Window(ImageHost host) => host.Faults = Next;

        public List<long> Given { get; } = [];

        public int Refused { get; private set; }

        private Fault Next(HttpRequest request)
        {
            lock (_lock)
            {
                var now = Stopwatch.GetTimestamp();
                while (_last.TryPeek(out var oldest) && now - oldest >= Stopwatch.Frequency)
                    _last.Dequeue();
                if (_last.Count >= Limit)
                {
                    Refused++;
                    return Fault.TooManyWithoutTime;
                }

                _last.Enqueue(now);
                Given.Add(now);
                return Fault.None;
            }
        }
    }
}
