using System.Net;
using System.Net.Sockets;

namespace StorageX.Backends.Http;

/// <summary>Makes HTTP clients that connect only where a policy allows, whatever a name resolves to, and that follow no redirect by themselves.</summary>
internal static class SafeHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A client; the caller disposes it. It has no time-out of its own: whoever asks cancels.</summary>
    public static HttpClient Create(FetchPolicy policy)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = (context, cancel) => ConnectAsync(policy, context.DnsEndPoint, cancel),
        };
        var client = new HttpClient(new EarlyAnswers(handler)) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("StorageX/1");
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(FetchPolicy policy, DnsEndPoint end, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(end.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(end.Host, cancel);
        var allowed = policy.MayBePrivate(end.Host) ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            throw new BackendException(
                BackendErrorKind.Rejected,
                addresses.Length == 0
                    ? $"{end.Host}: has no address"
                    : $"{end.Host}: is inside a private network ({addresses[0]}), where keys may not lead; allow it with storagex.fetch.hosts in akka.hocon if you trust the key");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
