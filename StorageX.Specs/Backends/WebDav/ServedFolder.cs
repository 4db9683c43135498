using System.Net;
using System.Net.Sockets;

namespace StorageX.Specs.Backends.WebDav;

/// <summary>A folder that a WebDAV server of this machine serves.</summary>
internal sealed class ServedFolder : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly ServerProcess _server;

    private ServedFolder(TemporaryDirectory directory, ServerProcess server, string address) => (_directory, _server, Address) = (directory, server, new Uri(address));

    /// <summary>Where it is served.</summary>
    public Uri Address { get; }

    /// <summary>The files in it, whole or not.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(_directory["served"], "*", SearchOption.AllDirectories)];

    /// <summary>One that rclone serves.</summary>
    public static async Task<ServedFolder> ByRcloneAsync()
    {
        var directory = New();
        var (server, address) = await ServerProcess.StartAsync(
            @"http://127\.0\.0\.1:\d+/?", Rclone.Program!, "serve", "webdav", directory["served"], "--addr", "127.0.0.1:0", "--user", "me", "--pass", "secret", "--dir-cache-time", "0");
        return new ServedFolder(directory, server, address);
    }

    /// <summary>One that nginx serves.</summary>
    public static async Task<ServedFolder> ByNginxAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            // A port that was free a moment ago; another is tried if it no longer is.
            var port = FreePort();
            var directory = New();
            await File.WriteAllTextAsync(directory["nginx.conf"], $$"""
                daemon off;
                error_log stderr notice;
                pid {{directory["nginx.pid"]}};
                events { }
                http {
                  access_log off;
                  client_body_temp_path {{directory["body"]}};
                  proxy_temp_path {{directory["other"]}};
                  fastcgi_temp_path {{directory["other"]}};
                  uwsgi_temp_path {{directory["other"]}};
                  scgi_temp_path {{directory["other"]}};
                  server {
                    listen 127.0.0.1:{{port}};
                    client_max_body_size 0;
                    root {{directory["served"]}};
                    location / { dav_methods PUT DELETE MKCOL COPY MOVE; }
                  }
                }
                """);
            try
            {
                var (server, _) = await ServerProcess.StartAsync("start worker process ", Nginx.Program!, "-p", directory.Path, "-e", "stderr", "-c", directory["nginx.conf"], "-g", "user root;");
                return new ServedFolder(directory, server, $"http://127.0.0.1:{port}/");
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                directory.Dispose();
            }
        }
    }

    /// <summary>Leaves only so many bytes of a file.</summary>
    public void Cut(string name, int length)
    {
        using var file = File.OpenWrite(Files.Single(path => Path.GetFileName(path) == name));
        file.SetLength(length);
    }

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    private static TemporaryDirectory New()
    {
        var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["served"]);
        return directory;
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

/// <summary>Whether rclone is here.</summary>
internal static class Rclone
{
    public static string? Program { get; } = ServerProcess.Find("rclone");

    public static string? Missing => Program is null ? "needs Debian's rclone" : null;
}

/// <summary>Whether nginx is here.</summary>
internal static class Nginx
{
    public static string? Program { get; } = ServerProcess.Find("nginx");

    public static string? Missing => Program is null ? "needs Debian's nginx" : null;
}
