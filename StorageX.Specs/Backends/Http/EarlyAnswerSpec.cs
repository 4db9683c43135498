using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using StorageX.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>Servers that answer before they have read an image, and close the connection, as those written in Go do.</summary>
public sealed class EarlyAnswerSpec : IDisposable
{
    private const int Attempts = 3;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TemporaryDirectory _directory = new();
    private int _requests;

    public void Dispose()
    {
        _listener.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("413 Payload Too Large")]
    [InlineData("401 Unauthorized")]
    public async Task What_the_server_has_to_say_is_told_and_not_only_that_the_connection_broke(string status)
    {
        _listener.Start();
        var serving = ServeAsync(status);
        var profile = SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "http://{{_listener.LocalEndpoint}}/up", "Body": "Binary", "URL": "" }""");
        var settings = StorageXSettings.Parse($$"""
            storagex {
              data = "{{_directory.Path}}"
              piece { width = 2000, height = 2000 }
              uploads { permits = 1, attempts = {{Attempts}}, backoff { min = 1ms, max = 1ms } }
            }
            """);
        await using (var storage = new Storage(settings, new HttpBackend("host", profile)))
        {
            var error = await Should.ThrowAsync<TransferException>(() => storage.UploadAsync(new MemoryStream(Some.Bytes(11_000_000, seed: 1))).WaitAsync(TimeSpan.FromMinutes(1)));
            error.Kind.ShouldBe(TransferErrorKind.Refused);
            error.Message.ShouldContain(status);
        }

        _requests.ShouldBeLessThanOrEqualTo(Attempts);
        _listener.Stop();
        await Should.ThrowAsync<Exception>(() => serving);
    }

    private async Task ServeAsync(string status)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var (head, buffer) = ("", new byte[1000]);
            while (!head.Contains("\r\n\r\n", StringComparison.Ordinal) && await client.GetStream().ReadAsync(buffer) is var read and > 0)
                head += Encoding.Latin1.GetString(buffer, 0, read);
            _requests++;
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            // What has not been read when a socket is closed makes the other side's connection break.
        }
    }
}
