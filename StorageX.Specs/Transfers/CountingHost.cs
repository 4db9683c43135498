using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StorageX.Backends.Http;
using StorageX.Specs.Images;

namespace StorageX.Specs.Transfers;

/// <summary>An image host on loopback that takes its time for each image, refuses those beyond its rate, and counts what it does.</summary>
internal sealed class CountingHost : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WebApplication _app;
    private readonly TimeSpan _latency;
    private readonly List<(TimeSpan Begun, TimeSpan Ended)> _served = [];
    private readonly Queue<TimeSpan> _lastSecond = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _running;
    private int _names;

    private CountingHost(WebApplication app, TimeSpan latency) => (_app, _latency) = (app, latency);

    /// <summary>How many images it takes in any second, by how many it has taken.</summary>
    public Func<int, int> Limit { get; set; } = _ => int.MaxValue;

    /// <summary>The most images that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>When each image was taken, and when its answer was given, in the order they were taken.</summary>
    public IReadOnlyList<(TimeSpan Begun, TimeSpan Ended)> Served
    {
        get
        {
            lock (_gate)
                return [.. _served.OrderBy(served => served.Begun)];
        }
    }

    /// <summary>When each image was refused.</summary>
    public List<TimeSpan> Refused { get; } = [];

    /// <summary>Starts one on a free port.</summary>
    public static async Task<CountingHost> StartAsync(TimeSpan latency)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var host = new CountingHost(app, latency);
        app.MapPost("/upload", host.KeepAsync);
        await app.StartAsync();
        return host;
    }

    /// <summary>Uploads a file of so many images of 12 kB, with these settings of "uploads".</summary>
    public async Task StoreAsync(int images, string uploads)
    {
        using var folder = new TemporaryDirectory();
        var profile = SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "{{_app.Urls.Single()}}/upload", "Body": "Binary", "URL": "" }""");
        var settings = StorageXSettings.Parse($$"""
            storagex {
              data = "{{folder.Path}}"
              piece { width = 64, height = 64 }
              uploads { {{uploads}} }
            }
            """);
        await using var storage = new Storage(settings, new HttpBackend("host", profile));
        await storage.UploadAsync(new MemoryStream(Some.Bytes((images * 12_000) + 5000, seed: images)), new UploadOptions { Public = true });
    }

    /// <summary>
    /// How many images were under way on average, from when the first permits were in use to when the last images began: there is
    /// nothing left to keep the host busy with after that.
    /// </summary>
    public double MeanAtOnce(int permits)
    {
        var served = Served;
        var (from, to) = (served[permits].Begun, served[^(permits + 2)].Begun);
        var busy = served.Sum(image => Math.Max(0, (Min(image.Ended, to) - Max(image.Begun, from)).TotalSeconds));
        return busy / (to - from).TotalSeconds;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> KeepAsync(HttpRequest request)
    {
        var begun = Stopwatch.GetElapsedTime(_start);
        lock (_gate)
        {
            while (_lastSecond.TryPeek(out var oldest) && begun - oldest >= TimeSpan.FromSeconds(1))
                _lastSecond.Dequeue();
            if (_lastSecond.Count >= Limit(_names))
            {
                Refused.Add(begun);
                return Results.StatusCode(429);
            }

            _names++;
            _lastSecond.Enqueue(begun);
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        }

        await request.Body.CopyToAsync(Stream.Null);
        await Task.Delay(_latency, TimeProvider.System);
        lock (_gate)
        {
            _running--;
            _served.Add((begun, Stopwatch.GetElapsedTime(_start)));
            return Results.Text($"{_app.Urls.Single()}/i/{_served.Count}.png");
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
