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
    private readonly Queue<TaskCompletionSource> _turns = new();
    private int _running;
    private int _leaving;
    private int _names;

    private CountingHost(WebApplication app, TimeSpan latency) => (_app, _latency) = (app, latency);

    /// <summary>How many images it takes in any second, by how many it has taken.</summary>
    public Func<int, int> Limit { get; set; } = _ => int.MaxValue;

    /// <summary>How many images have to be under way for an answer to be given, and how many answers wait for that.</summary>
    public (int AtOnce, int Answers) FullHouse { get; set; }

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
        await TurnAsync();
        lock (_gate)
        {
            _running--;
            _leaving--;
            _served.Add((begun, Stopwatch.GetElapsedTime(_start)));
            LetGo();
            return Results.Text($"{_app.Urls.Single()}/i/{_served.Count}.png");
        }
    }

    /// <summary>Ends when it is this image's turn to be answered.</summary>
    private Task TurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _turns.Enqueue(turn);
            LetGo();
        }

        return turn.Task;
    }

    /// <summary>Gives turns: one while the house is full, and all once enough answers have waited for that.</summary>
    private void LetGo()
    {
        while (_turns.Count > 0 && (_served.Count + _leaving >= FullHouse.Answers || (_leaving == 0 && _running >= FullHouse.AtOnce)))
        {
            _leaving++;
            _turns.Dequeue().SetResult();
        }
    }
}
