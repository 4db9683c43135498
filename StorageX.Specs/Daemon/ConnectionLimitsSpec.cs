using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>However many connections there are, whoever has the token gets in.</summary>
public sealed class ConnectionLimitsSpec
{
    [Fact(Timeout = 60_000)]
    public async Task Six_hundred_idle_connections_shut_nobody_out()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var idle = new List<TcpClient>();
        for (var i = 0; i < 600; i++)
            idle.Add(await ConnectAsync(daemon));
        (await daemon.GetAsync("/v1/jobs")).GetProperty("jobs").GetArrayLength().ShouldBe(0);
        using var anyone = new HttpClient { BaseAddress = daemon.Address };
        (await anyone.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await EndAsync(idle, 100);
        idle.ForEach(socket => socket.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_has_shown_the_token_stays()
    {
        await using var daemon = await RunningDaemon.StartAsync("storagex.daemon.limits.connections = 10");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        using var events = await daemon.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        using var kept = await ConnectAsync(daemon);
        await kept.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {daemon.Token}\r\n\r\n"));
        await kept.GetStream().ReadExactlyAsync(new byte[12]);
        var idle = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
            idle.Add(await ConnectAsync(daemon));
        await EndAsync(idle, 40);
        await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", [1, 2, 3]) });
        while (await reader.ReadLineAsync() is { } line && !line.StartsWith("event: job", StringComparison.Ordinal))
            line.ShouldNotStartWith("event: reset");
        await kept.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var rest = new StreamReader(kept.GetStream());
        (await rest.ReadToEndAsync()).ShouldContain("HTTP/1.1 401");
        idle.ForEach(socket => socket.Dispose());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("idle-timeout = 500ms", "")]
    [InlineData("idle-timeout = 500ms", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("header-timeout = 500ms", "GET /healthz HTTP/1.1\r\nHost: ")]
    public async Task A_connection_on_which_nothing_comes_is_ended(string limit, string sent)
    {
        await using var daemon = await RunningDaemon.StartAsync($$"""storagex.daemon.limits { {{limit}} }""");
        using var socket = await ConnectAsync(daemon);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent));
        await EndAsync(socket);
    }

    [UnixFact(Timeout = 60_000)]
    public async Task One_address_that_opens_many_ends_its_own()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var daemon = await RunningDaemon.StartAsync("storagex.daemon.limits.connections-per-address = 5");
        using var patient = await ConnectAsync(daemon, "127.0.0.3");
        var greedy = new List<TcpClient>();
        for (var i = 0; i < 20; i++)
            greedy.Add(await ConnectAsync(daemon, "127.0.0.2"));
        await EndAsync(greedy, 15);
        using var next = await ConnectAsync(daemon, "127.0.0.2");
        foreach (var socket in new[] { patient, next })
        {
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            var answer = new byte[12];
            await socket.GetStream().ReadExactlyAsync(answer);
            Encoding.ASCII.GetString(answer).ShouldBe("HTTP/1.1 200");
        }

        greedy.ForEach(socket => socket.Dispose());
    }

    private static async Task<TcpClient> ConnectAsync(RunningDaemon daemon, string from = "127.0.0.1")
    {
        var socket = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(daemon.Address.Host, daemon.Address.Port);
        return socket;
    }

    /// <summary>Waits until so many are ended; which they are depends on the order in which the daemon took them.</summary>
    private static async Task EndAsync(IEnumerable<TcpClient> sockets, int count)
    {
        var ends = sockets.Select(EndAsync).ToList();
        for (; count > 0; count--)
            ends.Remove(await Task.WhenAny(ends));
    }

    /// <summary>Reads what is left until the other side ends the connection, in whatever way.</summary>
    private static async Task EndAsync(TcpClient socket)
    {
        try
        {
            await socket.GetStream().CopyToAsync(Stream.Null);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It was reset, or is no longer of interest.
        }
    }
}
