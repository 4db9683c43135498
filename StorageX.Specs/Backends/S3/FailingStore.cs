using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StorageX.Specs.Backends.S3;

/// <summary>A store on loopback that answers every request as it is told to, and counts them.</summary>
internal sealed class FailingStore : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private FailingStore(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>What is done with a request.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>How many requests there were.</summary>
    public int Requests => _requests;

    public static async Task<FailingStore> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var store = new FailingStore(app);
        app.Run(http =>
        {
            Interlocked.Increment(ref store._requests);
            return store.Answer(http);
        });
        await app.StartAsync();
        store.Address = new Uri(app.Urls.Single());
        return store;
    }

    /// <summary>An answer with S3's XML for errors.</summary>
    public static Func<HttpContext, Task> Error(int status, string code, params (string Name, string Value)[] headers) => async http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        if (code.Length > 0 && !HttpMethods.IsHead(http.Request.Method))
            await http.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>so it is</Message></Error>");
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
