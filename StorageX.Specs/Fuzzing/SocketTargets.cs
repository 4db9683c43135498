using System.Net.Sockets;
using System.Text;
using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Specs.Backends;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Daemon;

namespace StorageX.Specs.Fuzzing;

/// <summary>What comes over sockets: a host's answers to every backend, and requests to the daemon.</summary>
internal static class SocketTargets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(3);

    /// <summary>Hosts whose every byte is written here.</summary>
    public static Task<FuzzTarget> HostAsync()
    {
        byte[] answer = [];
        var round = 0;
        var host = RawHost.Start(_ => answer);
        var text = $$"""{ "Version": "15.0.0", "RequestURL": "{{host.Address}}up", "Body": "Binary", "URL": "{json:u}", "StorageX": { "Delete": {}, "MaxBytes": 1000000 } }""";
        var http = new HttpBackend("host", SxcuFile.Parse(text));
        var settings = StorageXSettings.Parse($$"""
            storagex.backends {
              cloud { type = webdav, url = "{{host.Address}}", user = a, password = b, max-bytes = 1000000 }
              bucket { type = s3, bucket = images, endpoint = "{{host.Address}}", access-key = a, secret-key = b, max-bytes = 1000000 }
            }
            """);
        (IImageBackend Backend, string Locator)[] backends =
        [
            (http, $"{host.Address}a.png"), (settings.Backends["cloud"].Make("cloud"), $"{host.Address}ab/ab{new string('0', 62)}.png"),
            (settings.Backends["bucket"].Make("bucket"), $"s3://{host.Address.Authority}/images/ab/ab{new string('0', 62)}.png"),
        ];
        // Names would be looked up, and addresses asked, of the world outside.
        var mutations = new Mutations([.. FuzzTargets.Corpus("fuzz", "http").Select(WithLines)], "HTTP/1.1 200 OK\r\n", "HTTP/1.0 200\r\n", "Location: //[\r\n", "Location: /a\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "5\r\nabcde\r\n", "0\r\n\r\n", "\r\n\r\n", "ETag: \"a\"\r\n", "x-amz-bucket-region: a\r\n", "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth\"\r\n", "Content-Range: bytes 0-1/2\r\n", "100 Continue\r\n\r\n");
        return Task.FromResult(new FuzzTarget("http", mutations.Next, ReadAsync, error => error is BackendException) { Host = new All([.. backends.Select(one => one.Backend), host]), MostAllocated = 256 << 20 });

        async Task ReadAsync(byte[] bytes)
        {
            answer = bytes;
            var (backend, locator) = backends[bytes.Length % backends.Length];
            using var patience = new CancellationTokenSource(Patience);
            var image = new byte[10];
            image[0] = (byte)round++;
            switch (bytes.Length / backends.Length % 4)
            {
                case 0:
                    await backend.StoreAsync(image, patience.Token);
                    break;
                case 1:
                    (await backend.DownloadAsync(locator, patience.Token)).Dispose();
                    break;
                case 2:
                    await backend.ExistsAsync(locator, patience.Token);
                    break;
                default:
                    await backend.DeleteAsync(locator, patience.Token);
                    break;
            }
        }
    }

    /// <summary>A daemon; what it must never answer is 500, and it must answer others meanwhile.</summary>
    public static async Task<FuzzTarget> DaemonAsync()
    {
        var daemon = await RunningDaemon.StartAsync();
        daemon.Write("a.bin", new byte[1000]);
        var mutations = new Mutations([.. FuzzTargets.Corpus("fuzz", "daemon").Select(WithLines)], "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "5\r\nabcde\r\n0\r\n\r\n", "\r\n\r\n", "GET ", "POST ", "DELETE ", "HTTP/1.1\r\n", "?limit=", "&after=", "Range: bytes=0-0\r\n", "Expect: 100-continue\r\n", "\"priority\": 9", "\"format\": 2", "Idempotency-Key: a\r\n", "%00", "%2f", "Host: a\r\n");
        return new FuzzTarget("daemon", mutations.Next, ReadAsync, _ => false) { Host = daemon, MostAllocated = 256 << 20 };

        async Task ReadAsync(byte[] bytes)
        {
            var request = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes)
                .Replace("{token}", daemon.Token, StringComparison.Ordinal).Replace("{root}", daemon.Root, StringComparison.Ordinal).Replace("{host}", daemon.Address.Authority, StringComparison.Ordinal));
            var head = await AskAsync(daemon.Address, request);
            if (head.StartsWith("HTTP/1.1 500", StringComparison.Ordinal))
                throw new InvalidOperationException(head);
            using var health = await daemon.Client.GetAsync("/health");
            if ((int)health.StatusCode >= 500)
                throw new InvalidOperationException($"/health: {health.StatusCode}");
        }
    }

    private static async Task<string> AskAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        // Some requests are answered later, or without end.
        using var listening = new CancellationTokenSource(Listening);
        var buffer = new byte[4096];
        var length = 0;
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(request, listening.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), listening.Token) is var read and > 0)
                length += read;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
        {
            // It was cut off, as it may be.
        }

        return Encoding.Latin1.GetString(buffer, 0, length);
    }

    private static byte[] WithLines(byte[] file) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file).Replace("\n", "\r\n", StringComparison.Ordinal));

    private sealed class All(IReadOnlyList<IAsyncDisposable> parts) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var part in parts)
                await part.DisposeAsync();
        }
    }
}
