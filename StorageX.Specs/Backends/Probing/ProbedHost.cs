using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StorageX.Specs.Backends.Probing;

/// <summary>An image host on loopback that makes of each picture what a spec says.</summary>
internal sealed class ProbedHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _uploads;

    private ProbedHost(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it keeps, by name.</summary>
    public ConcurrentDictionary<string, byte[]> Images { get; } = new();

    /// <summary>How many pictures were sent to it.</summary>
    public int Uploads => Volatile.Read(ref _uploads);

    /// <summary>What it makes of a picture; null if it takes the picture and does not have it afterwards.</summary>
    public Func<byte[], byte[]?> Makes { get; set; } = image => image;

    /// <summary>With which status it refuses a picture; 0 for none.</summary>
    public Func<byte[], int> Refuses { get; set; } = _ => 0;

    /// <summary>What it does with a picture that it has.</summary>
    public Func<string, string?> Again { get; set; } = name => name;

    /// <summary>Starts one on a free port.</summary>
    public static async Task<ProbedHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var host = new ProbedHost(app);
        app.MapPost("/upload", host.KeepAsync);
        app.MapGet("/i/{name}", (string name) => host.Images.TryGetValue(name, out var image) ? Results.Bytes(image, "image/png") : Results.NotFound());
        app.MapDelete("/i/{name}", (string name) => host.Images.TryRemove(name, out _) ? Results.Ok() : Results.NotFound());
        await app.StartAsync();
        host.Address = new Uri(app.Urls.Single());
        return host;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> KeepAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var image = body.ToArray();
        Interlocked.Increment(ref _uploads);
        if (Refuses(image) is var status and > 0)
            return Results.Json(new { error = "no" }, statusCode: status);
        var name = Convert.ToHexStringLower(SHA256.HashData(image));
        if (Images.ContainsKey(name))
            name = Again(name);
        if (name is null)
            return Results.Json(new { error = "Duplicated upload" }, statusCode: 400);
        if (Makes(image) is { } made)
            Images[name] = made;
        return Results.Json(new { data = new { link = $"{Address}i/{name}" } });
    }
}
