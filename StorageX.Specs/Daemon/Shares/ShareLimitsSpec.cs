using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>Nobody can take all of what the daemon serves at once, least of all from the one who has the token.</summary>
public sealed class ShareLimitsSpec
{
    [Fact(Timeout = 60_000)]
    public async Task Readers_that_take_nothing_are_cut_off_and_others_are_served()
    {
        await using var sharing = await StartAsync("streams = 2, stall-timeout = 500ms");
        var (_, url) = await sharing.StoreAndShareAsync(Some.Bytes(20_000_000, seed: 1));
        using var one = await StallAsync(url);
        using var two = await StallAsync(url);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var other = await sharing.GetAsync(url, "bytes=0-9");
            if (other.StatusCode == HttpStatusCode.PartialContent)
                break;
            other.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            await timer.WaitForNextTickAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_was_quick_and_then_stops_is_cut_off_as_well()
    {
        await using var sharing = await StartAsync("streams = 1, stall-timeout = 500ms");
        var (_, url) = await sharing.StoreAndShareAsync(Some.Bytes(40_000_000, seed: 2));
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        using var quick = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        var body = await quick.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[20_000_000]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        HttpStatusCode status;
        do
        {
            await timer.WaitForNextTickAsync();
            using var other = await sharing.GetAsync(url, "bytes=0-9");
            status = other.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests);
        status.ShouldBe(HttpStatusCode.PartialContent);
        await Should.ThrowAsync<IOException>(async () => await body.CopyToAsync(Stream.Null));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_address_has_no_more_than_its_own_places()
    {
        await using var sharing = await StartAsync("streams = 4, streams-per-address = 2");
        var (_, url) = await sharing.StoreAndShareAsync(Some.Bytes(20_000_000, seed: 3));
        var answers = new List<HttpResponseMessage>();
        foreach (var address in new[] { "203.0.113.1", "203.0.113.1", "198.51.100.9, 203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8::2" })
            answers.Add(await sharing.GetAsync(url, null, ("X-Forwarded-For", address)));
        answers.Select(answer => (int)answer.StatusCode).ShouldBe([200, 200, 429, 200, 200, 429]);
        (await answers[2].Content.ReadAsStringAsync()).ShouldContain("one address");
        answers.ForEach(answer => answer.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_with_the_token_are_served_although_all_places_are_taken()
    {
        await using var sharing = await StartAsync("streams = 1");
        var bytes = Some.Bytes(20_000_000, seed: 4);
        var (_, url) = await sharing.StoreAndShareAsync(bytes);
        using var taken = await sharing.GetAsync(url);
        using var stranger = await sharing.GetAsync(url);
        stranger.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var own = await sharing.GetAsync(url, null, ("Authorization", new AuthenticationHeaderValue("Bearer", sharing.Daemon.Token).ToString()));
        (await own.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    private static Task<SharingDaemon> StartAsync(string shares) => SharingDaemon.StartAsync($$"""storagex { daemon.shares { {{shares}} }, piece { width = 256, height = 256 } }""");

    /// <summary>Connects with a small buffer: for one that reads quickly the system would else make it so large that the rest of a file fits into it.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 << 10 };
        await socket.ConnectAsync(context.DnsEndPoint, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Asks for a file, and takes none of it.</summary>
    private static async Task<TcpClient> StallAsync(Uri url)
    {
        var socket = new TcpClient { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(url.Host, url.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {url.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await socket.GetStream().ReadExactlyAsync(new byte[12]);
        return socket;
    }
}
