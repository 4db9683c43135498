using System.Globalization;
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
    private readonly List<string> _heads = [];

    public EarlyAnswerSpec() => _listener.Start();

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
        var serving = ServeAsync(_ => status, reads: _ => false);
        await using (var storage = Open())
        {
            var error = await Should.ThrowAsync<TransferException>(() => UploadAsync(storage));
            error.Kind.ShouldBe(TransferErrorKind.Refused);
            error.Message.ShouldContain(status);
        }

        await EndAsync(serving);
        _heads.Count.ShouldBeLessThanOrEqualTo(Attempts);
    }

    [Fact]
    public async Task A_server_that_cannot_be_asked_first_is_not_asked_again()
    {
        var serving = ServeAsync(head => Asks(head) ? "417 Expectation Failed" : "200 OK", reads: number => number > 1);
        await using (var storage = Open())
            await UploadAsync(storage);
        await EndAsync(serving);
        _heads.Select(Asks).Take(3).ShouldBe([false, true, false]);
    }

    private static bool Asks(string head) => head.Contains("100-continue", StringComparison.Ordinal);

    private static Task<UploadResult> UploadAsync(Storage storage) =>
        storage.UploadAsync(new MemoryStream(Some.Bytes(11_000_000, seed: 1)), new UploadOptions { Public = true }).WaitAsync(TimeSpan.FromMinutes(1));

    private Storage Open()
    {
        var profile = SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "http://{{_listener.LocalEndpoint}}/up", "Body": "Binary", "URL": "http://{{_listener.LocalEndpoint}}/{filename}" }""");
        var settings = StorageXSettings.Parse($$"""
            storagex {
              data = "{{_directory.Path}}"
              piece { width = 2000, height = 2000 }
              uploads { permits = 1, attempts = {{Attempts}}, backoff { min = 1ms, max = 1ms } }
            }
            """);
        return new Storage(settings, new HttpBackend("host", profile));
    }

    private async Task EndAsync(Task serving)
    {
        _listener.Stop();
        await Should.ThrowAsync<SocketException>(() => serving);
    }

    private async Task ServeAsync(Func<string, string> answer, Func<int, bool> reads)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var (head, buffer) = ("", new byte[1 << 16]);
            while (!head.Contains("\r\n\r\n", StringComparison.Ordinal) && await client.GetStream().ReadAsync(buffer) is var read and > 0)
                head += Encoding.Latin1.GetString(buffer, 0, read);
            _heads.Add(head);
            if (reads(_heads.Count) && !Asks(head))
                await ReadAsync(client.GetStream(), head, buffer);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer(head)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            // What has not been read when a socket is closed makes the other side's connection break.
        }
    }

    private static async Task ReadAsync(NetworkStream stream, string head, byte[] buffer)
    {
        var length = int.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], CultureInfo.InvariantCulture);
        for (var left = length - (head.Length - head.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4); left > 0;)
            left -= await stream.ReadAsync(buffer) is var read and > 0 ? read : left;
    }
}
