using System.Collections.Concurrent;
using StorageX.Backends;
using StorageX.Specs.Backends.Http;

namespace StorageX.Specs.Backends.WebDav;

/// <summary>A WebDAV server with one thing about it that is not as in RFC 4918.</summary>
internal sealed class QuirkyDav : IAsyncDisposable
{
    private readonly RawHost _host;

    /// <param name="quirk">What is answered in its own way; null for the way of the others.</param>
    public QuirkyDav(Func<QuirkyDav, RawRequest, byte[]?> quirk) => _host = RawHost.Start(request => quirk(this, request) ?? Answer(request));

    public Uri Address => _host.Address;

    /// <summary>The files by their paths.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The folders by their paths.</summary>
    public ConcurrentDictionary<string, bool> Folders { get; } = new() { ["/"] = true, ["/images/"] = true };

    /// <summary>What was asked, in order: methods, and paths without names of parts.</summary>
    public IReadOnlyList<RawRequest> Requests => [.. _host.Requests];

    /// <summary>A backend that keeps images in a folder of it.</summary>
    public IImageBackend Backend(string folder = "images", string more = "user = me, password = secret") =>
        StorageXSettings.Parse($"storagex.backends.cloud {{ type = webdav, url = \"{Address}{folder}\", {more} }}").Backends["cloud"].Create("cloud");

    public static string FolderOf(string path) => path[..(path.TrimEnd('/').LastIndexOf('/') + 1)];

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private byte[] Answer(RawRequest request)
    {
        switch (request.Method)
        {
            case "PUT" when !Folders.ContainsKey(FolderOf(request.Target)):
                return RawHost.Answer("409 Conflict");
            case "PUT":
                Files[request.Target] = request.Body;
                return RawHost.Answer("201 Created");
            case "MKCOL":
                return RawHost.Answer(!Folders.ContainsKey(FolderOf(request.Target)) ? "409 Conflict" : Folders.TryAdd(request.Target, true) ? "201 Created" : "405 Method Not Allowed");
            case "MOVE" when Files.TryGetValue(request.Target, out var file):
                var target = request["Destination"]!;
                target = target.StartsWith('/') ? target : new Uri(target).AbsolutePath;
                if (request["Overwrite"] == "F" && Files.ContainsKey(target))
                    return RawHost.Answer("412 Precondition Failed");
                Files[target] = file;
                Files.TryRemove(request.Target, out _);
                return RawHost.Answer("201 Created");
            case "DELETE":
                return RawHost.Answer(Files.TryRemove(request.Target, out _) ? "204 No Content" : "404 Not Found");
            case "GET" when Files.TryGetValue(request.Target, out var file):
                return RawHost.Answer("200 OK", file);
            case "HEAD" when Files.TryGetValue(request.Target, out var file):
                return [.. System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\nConnection: close\r\n\r\n")];
            default:
                return RawHost.Answer("404 Not Found");
        }
    }
}
