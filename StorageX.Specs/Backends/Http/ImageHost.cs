using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StorageX.Specs.Backends.Http;

/// <summary>An image host on loopback: POST or PUT keeps an image, GET gives it, DELETE removes it. It does wrong what it is told to.</summary>
internal sealed class ImageHost : IAsyncDisposable
{
    /// <summary>The header of those of whom others know nothing.</summary>
    public const string Aside = "X-Aside";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly WebApplication _app;

    private ImageHost(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The images by name.</summary>
    public ConcurrentDictionary<string, byte[]> Images { get; } = new();

    /// <summary>How many requests there were for each image, and for each upload by its digest.</summary>
    public ConcurrentDictionary<string, int> Tries { get; } = new();

    /// <summary>How often an image is still not there although it was kept.</summary>
    public ConcurrentDictionary<string, int> Absent { get; } = new();

    /// <summary>What is answered while it is not there.</summary>
    public int AbsentStatus { get; set; } = 503;

    /// <summary>What goes wrong with a request; asked once for each.</summary>
    public Func<HttpRequest, Fault> Faults { get; set; } = _ => Fault.None;

    /// <summary>How many seconds it asks to wait when it says that there are too many.</summary>
    public string RetryAfter { get; set; } = "0";

    /// <summary>How many bytes are left of an image when it is fetched; nothing for all.</summary>
    public ConcurrentDictionary<string, int> CutTo { get; } = new();

    /// <summary>Paths that lead elsewhere.</summary>
    public ConcurrentDictionary<string, string> Redirects { get; } = new();

    /// <summary>Paths with answers of their own.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Answers { get; } = new();

    /// <summary>With which status it refuses an image; 0 for none.</summary>
    public Func<byte[], int> Refuses { get; set; } = _ => 0;

    /// <summary>What goes wrong with an image when it is fetched, by what it is, where nothing else goes wrong with the request.</summary>
    public Func<byte[], Fault> Alters { get; set; } = _ => Fault.None;

    /// <summary>The name that an image gets that is there already, from the name that it has; null to refuse it.</summary>
    public Func<string, string?> Again { get; set; } = name => name;

    /// <summary>Takes down what each request about an image is answered; bodies are then read before any answer, to know the image.</summary>
    public HostJournal? Journal { get; set; }

    /// <summary>How long it takes over a request.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.Zero;

    /// <summary>How many images were sent to it.</summary>
    public int Uploads => Tries.Where(tries => tries.Key.StartsWith("up ", StringComparison.Ordinal)).Sum(tries => tries.Value);

    /// <summary>Starts one on a free port.</summary>
    public static async Task<ImageHost> StartAsync()
    {
        // Each that watches files for changes counts against what a user may watch.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var host = new ImageHost(app);
        app.Run(host.TakeAsync);
        await app.StartAsync();
        host.Address = new Uri(app.Urls.Single());
        return host;
    }

    /// <summary>Takes no connection from now on, and cuts those that there are.</summary>
    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var fault = Faults(http.Request);
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, TimeProvider.System, http.RequestAborted);
        var entry = Journal is null ? null : await NoteAsync(http.Request, fault);
        try
        {
            await AnswerAsync(http, fault);
        }
        finally
        {
            if (http.RequestAborted.IsCancellationRequested)
                entry?.Cut();
        }
    }

    private async Task<HostJournal.Entry> NoteAsync(HttpRequest request, Fault fault)
    {
        var fetched = Path.GetFileNameWithoutExtension(request.Path.Value!);
        var stores = HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method);
        var image = stores ? Convert.ToHexStringLower(SHA256.HashData(await BodyAsync(request))) : fetched;
        var met = Images.Count == 1 && fault is (Fault.Swap or Fault.Older) ? Fault.None : fault;
        return Journal!.Note(image, request.Method, FaultMeaning.Of(met, request.Method, stores || Images.ContainsKey(image), Absent.GetValueOrDefault(image) > 0), request.Headers.ContainsKey(Aside));
    }

    private Task AnswerAsync(HttpContext http, Fault fault)
    {
        if (Redirects.TryGetValue(http.Request.Path.Value!, out var target))
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (307, target);
            return Task.CompletedTask;
        }

        if (Answers.TryGetValue(http.Request.Path.Value!, out var answer))
            return answer(http);

        return fault switch
        {
            Fault.Unauthorised => RefuseAsync(http, 401, "who are you?"),
            Fault.Forbidden => RefuseAsync(http, 403, "not for you"),
            Fault.NotFound => RefuseAsync(http, 404, "nothing here"),
            Fault.TooManyWithSeconds => RefuseAsync(http, 429, "too many", ("Retry-After", RetryAfter)),
            Fault.TooManyWithDate => RefuseAsync(http, 429, "too many", ("Retry-After", TimeProvider.System.GetUtcNow().ToString("r"))),
            Fault.TooManyWithReset => RefuseAsync(http, 429, "too many", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString())),
            Fault.TooManyWithoutTime => RefuseAsync(http, 429, "too many"),
            Fault.InternalError => RefuseAsync(http, 500, "oops"),
            Fault.Unavailable => RefuseAsync(http, 503, "later", ("Retry-After", "0")),
            Fault.ResetBeforeAnswer => Abort(http),
            Fault.Stall => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
            Fault.Html => PageAsync(http),
            _ => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? GiveAsync(http, fault)
                : HttpMethods.IsDelete(http.Request.Method) ? DeleteAsync(http) : KeepAsync(http, fault),
        };
    }

    private async Task KeepAsync(HttpContext http, Fault fault)
    {
        if (fault == Fault.ResetInBody)
        {
            _ = await http.Request.Body.ReadAsync(new byte[100]);
            await Abort(http);
            return;
        }

        if (fault == Fault.StallInBody)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);

        var image = await BodyAsync(http.Request);
        var name = Convert.ToHexStringLower(SHA256.HashData(image));
        Tries.AddOrUpdate("up " + name, 1, (_, tries) => tries + 1);
        if (Refuses(image) is var status and > 0)
        {
            await RefuseAsync(http, status, "not this one");
            return;
        }

        if (Images.ContainsKey(name) && Again(name) is var again)
            (name, fault) = again is null ? (name, Fault.Duplicate) : (again, fault);
        var url = $"{Address}i/{name}.png";
        if (fault is Fault.Duplicate or Fault.DuplicateWithUrl)
        {
            Images[name] = image;
            await RefuseAsync(http, 400, fault == Fault.Duplicate ? "Duplicated upload" : $"Image upload repeated limit, this image exists at: {url}");
            return;
        }

        if (fault is Fault.AbsentAtFirst or Fault.LostAtFirst)
            (Absent[name], AbsentStatus) = (2, fault == Fault.AbsentAtFirst ? 503 : 404);
        if (fault != Fault.Forgotten)
            Images[name] = fault == Fault.LossyWithoutSaying ? Reencodings.Of(Fault.Lossy, image) : image;
        await http.Response.WriteAsJsonAsync(new { data = new { link = fault == Fault.NoUrl ? "" : url } });
    }

    /// <summary>The image in a request: a form's only file, or the body.</summary>
    public static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        if (request.HasFormContentType)
            await (await request.ReadFormAsync()).Files.Single().CopyToAsync(bytes);
        else
            await request.Body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task GiveAsync(HttpContext http, Fault fault)
    {
        var name = Path.GetFileNameWithoutExtension(http.Request.Path.Value!);
        if (HttpMethods.IsGet(http.Request.Method))
            Tries.AddOrUpdate("get " + name, 1, (_, tries) => tries + 1);
        if (!Images.TryGetValue(name, out var image))
        {
            await RefuseAsync(http, 404, "no such image");
            return;
        }

        if (Absent.AddOrUpdate(name, 0, (_, times) => times - 1) > 0)
        {
            await RefuseAsync(http, AbsentStatus, "being processed", ("Retry-After", "0"));
            return;
        }

        fault = fault == Fault.None ? Alters(image) : fault;
        var given = fault is Fault.Swap or Fault.Older
            ? Images.OrderBy(other => other.Key, StringComparer.Ordinal).First(other => other.Key != name || Images.Count == 1).Value
            : Reencodings.Of(fault, image);
        var cut = CutTo.TryGetValue(name, out var length);
        http.Response.ContentType = "image/png";
        http.Response.ContentLength = given.Length;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        if (fault is Fault.Drip or Fault.Trickle or Fault.StallInBody)
        {
            foreach (var chunk in given.Chunk(fault == Fault.Trickle ? 1 : 1 + (given.Length / 5)))
            {
                await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(fault == Fault.StallInBody ? Timeout.InfiniteTimeSpan : Pause, TimeProvider.System, http.RequestAborted);
            }

            return;
        }

        if (cut || fault == Fault.ResetInBody)
        {
            await http.Response.Body.WriteAsync(given.AsMemory(0, cut ? length : given.Length / 2));
            await http.Response.Body.FlushAsync();
            await Abort(http);
            return;
        }

        await http.Response.Body.WriteAsync(given);
    }

    private async Task DeleteAsync(HttpContext http)
    {
        var there = Images.TryRemove(Path.GetFileNameWithoutExtension(http.Request.Path.Value!), out _);
        await RefuseAsync(http, there ? 200 : 404, "");
    }

    private static async Task RefuseAsync(HttpContext http, int status, string words, params (string Name, string Value)[] headers)
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        await http.Response.WriteAsJsonAsync(new { error = words });
    }

    private static async Task PageAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html";
        await http.Response.WriteAsync("<!DOCTYPE html><title>Are you human?</title>");
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
