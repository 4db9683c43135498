using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace StorageX.Specs.Daemon;

/// <summary>A reverse proxy that shows a daemon under a path of its own, and has nothing else.</summary>
internal sealed class PathProxy : IAsyncDisposable
{
    private const string Path = "/tools/sx";
    private static readonly string[] Passed = ["Authorization", "Accept", "Last-Event-ID", "Idempotency-Key"];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly WebApplication _app;
    private readonly Uri _daemon;

    private PathProxy(WebApplication app, Uri daemon) => (_app, _daemon) = (app, daemon);

    /// <summary>Where the daemon is to be found through it.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What was asked for outside of its path.</summary>
    public List<string> Strays { get; } = [];

    /// <summary>Starts one.</summary>
    public static async Task<PathProxy> StartAsync(Uri daemon)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var proxy = new PathProxy(builder.Build(), daemon);
        proxy._app.Run(proxy.ForwardAsync);
        await proxy._app.StartAsync();
        proxy.Address = new Uri(new Uri(proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), Path);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal, out var rest))
        {
            lock (Strays)
                Strays.Add(http.Request.Path);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_daemon, rest + http.Request.QueryString));
        if (http.Request.ContentLength is not null || http.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(http.Request.Body) { Headers = { { "Content-Type", http.Request.ContentType ?? "application/octet-stream" } } };
        foreach (var name in Passed.Where(http.Request.Headers.ContainsKey))
            request.Headers.TryAddWithoutValidation(name, (string?)http.Request.Headers[name]);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
