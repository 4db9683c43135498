using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StorageX.Specs.Backends.Http;

/// <summary>A forward proxy on loopback (RFC 9112, section 3.2.2). Wherever a request goes, it is sent to one server.</summary>
internal sealed class ForwardProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;

    /// <param name="server">Where requests are sent.</param>
    public ForwardProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What clients call it.</summary>
    public WebProxy Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>What it was asked for: method and target.</summary>
    public List<string> Asked { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (SocketException)
        {
            // It was disposed of.
        }
    }

    // One request a connection, whose body ends when the client has had its answer.
    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _server.Port);
            var (head, buffer) = ("", new byte[1 << 16]);
            while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await client.GetStream().ReadAsync(buffer);
                if (read == 0)
                    return;
                head += Encoding.Latin1.GetString(buffer, 0, read);
            }

            var target = head.Split(' ', 3);
            lock (Asked)
                Asked.Add($"{target[0]} {target[1]}");
            if (target[0] == "CONNECT")
                await client.GetStream().WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray());
            else
                await server.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"{target[0]} {new Uri(target[1]).PathAndQuery} HTTP/1.1\r\nConnection: close{target[2]["HTTP/1.1".Length..]}"));
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
    }
}
