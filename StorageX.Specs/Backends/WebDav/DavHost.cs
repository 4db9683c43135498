using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StorageX.Specs.Backends.WebDav;

/// <summary>As much of a WebDAV server (RFC 4918) as keeps files: PUT, GET, HEAD, DELETE, MKCOL, MOVE, for one user.</summary>
internal sealed class DavHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DavHost(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public string Authorization { get; set; } = "Basic bWU6c2VjcmV0";

    /// <summary>The method that is answered with a page and 200, as by a portal that stands before the server.</summary>
    public string? Page { get; set; }

    /// <summary>The method that is answered with 207.</summary>
    public string? Partial { get; set; }

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public ConcurrentDictionary<string, bool> Folders { get; } = new() { ["/"] = true };

    public static async Task<DavHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var host = new DavHost(app);
        app.Run(async http => http.Response.StatusCode = await host.AnswerAsync(http));
        await app.StartAsync();
        host.Address = new Uri(app.Urls.Single());
        return host;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string FolderOf(string path) => path[..(path.TrimEnd('/').LastIndexOf('/') + 1)];

    private async Task<int> AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (http.Request.Headers.Authorization != Authorization)
            return 401;
        if (http.Request.Method == Partial)
            return 207;
        if (http.Request.Method == Page)
        {
            http.Response.ContentType = "text/html";
            return 200;
        }

        switch (http.Request.Method)
        {
            case "PUT":
                using (var bytes = new MemoryStream())
                {
                    await http.Request.Body.CopyToAsync(bytes);
                    if (!Folders.ContainsKey(FolderOf(path)))
                        return 409;
                    Files[path] = bytes.ToArray();
                }

                return 201;
            case "MKCOL":
                return !Folders.ContainsKey(FolderOf(path)) ? 409 : Folders.TryAdd(path, true) ? 201 : 405;
            case "MOVE" when Files.TryGetValue(path, out var moved):
                var target = new Uri(http.Request.Headers["Destination"].ToString()).AbsolutePath;
                if (http.Request.Headers["Overwrite"] == "F" && !Files.TryAdd(target, moved))
                    return 412;
                Files[target] = moved;
                Files.TryRemove(path, out _);
                return 201;
            case "DELETE":
                return Files.TryRemove(path, out _) ? 204 : 404;
            case "GET" or "HEAD" when Files.TryGetValue(path, out var file):
                http.Response.ContentLength = file.Length;
                if (http.Request.Method == "GET")
                    await http.Response.Body.WriteAsync(file);
                return 200;
            default:
                return 404;
        }
    }
}
