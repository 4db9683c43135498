using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StorageX.Specs.Backends.Http;

/// <summary>A request as it came over a socket.</summary>
/// <param name="Head">Its first line and its header fields, as they came.</param>
/// <param name="Body">Its body.</param>
internal sealed record RawRequest(string Head, byte[] Body)
{
    /// <summary>Its method.</summary>
    public string Method => Head.Split(' ')[0];

    /// <summary>Its path and query, as they came.</summary>
    public string Target => Head.Split(' ')[1];

    /// <summary>A header field; null where there is none.</summary>
    public string? this[string name] => Head.Split("\r\n").Skip(1).Select(line => line.Split(": ", 2))
        .FirstOrDefault(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
}

/// <summary>A server on loopback whose every byte the spec writes; each connection carries one request.</summary>
internal sealed class RawHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawRequest, byte[]> _answer;
    private readonly Task _serving;

    private RawHost(Func<RawRequest, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>All requests that came, in order.</summary>
    public ConcurrentQueue<RawRequest> Requests { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="answer">Every byte of the answer to a request; the connection is closed behind them.</param>
    public static RawHost Start(Func<RawRequest, byte[]> answer) => new(answer);

    /// <summary>Starts one that answers with ASCII.</summary>
    public static RawHost Start(Func<RawRequest, string> answer) => new(request => Encoding.Latin1.GetBytes(answer(request)));

    /// <summary>An answer with its length.</summary>
    public static byte[] Answer(string status, byte[] body, params string[] headers) =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    /// <summary>An answer with a text in UTF-8.</summary>
    public static byte[] Answer(string status, string body = "", params string[] headers) => Answer(status, Encoding.UTF8.GetBytes(body), headers);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            if (await ReadAsync(stream) is not { } request)
                return;
            Requests.Enqueue(request);
            await stream.WriteAsync(_answer(request));
            client.Client.Shutdown(SocketShutdown.Send);
            // Until the other side has all: closing with bytes unread would take them from it.
            while (await stream.ReadAsync(new byte[4096]) > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // Whoever asked has gone.
        }
    }

    private static async Task<RawRequest?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[1 << 16];
        var end = -1;
        while (end < 0)
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                return null;
            bytes.AddRange(buffer.AsSpan(0, read));
            end = Encoding.Latin1.GetString([.. bytes]).IndexOf("\r\n\r\n", StringComparison.Ordinal);
        }

        var head = Encoding.Latin1.GetString([.. bytes[..end]]);
        var request = new RawRequest(head, []);
        // Whoever asks before it sends a body waits for this word.
        if (request["Expect"] is not null)
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        var length = int.Parse(request["Content-Length"] ?? "0", CultureInfo.InvariantCulture);
        while (bytes.Count < end + 4 + length && await stream.ReadAsync(buffer) is var read and > 0)
            bytes.AddRange(buffer.AsSpan(0, read));
        return request with { Body = [.. bytes[(end + 4)..]] };
    }
}
