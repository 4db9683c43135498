using System.Net;
using System.Net.Sockets;
using System.Text;
using StorageX.Errors;

namespace StorageX.Backends.Http;

/// <summary>Makes HTTP clients that connect only where a policy allows, whatever a name resolves to, and that follow no redirect by themselves.</summary>
internal static class SafeHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly FetchPolicy Anywhere = new() { AllowPrivateNetworks = true };

    /// <summary>A client; the caller disposes it. It has no time-out of its own: whoever asks cancels.</summary>
    /// <param name="policy">Where it may go.</param>
    /// <param name="proxy">The proxy; null for the one that the environment names, if any (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).</param>
    /// <param name="login">What answers a server that asks for a digest of the password; null for nothing.</param>
    /// <param name="around">What else goes around requests; null for nothing.</param>
    public static HttpClient Create(FetchPolicy policy, IWebProxy? proxy = null, ICredentials? login = null, Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        var remote = new RemoteProxy(proxy ?? HttpClient.DefaultProxy);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = remote,
            Credentials = login,
            AutomaticDecompression = DecompressionMethods.None,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = (context, cancel) => remote.Is(context.DnsEndPoint, context.InitialRequestMessage)
                ? ConnectToProxyAsync(context.DnsEndPoint, cancel)
                : ConnectAsync(policy, context.InitialRequestMessage.RequestUri!, context.DnsEndPoint.Port, cancel),
        };
        var client = new HttpClient(new ProxiedRequests(around?.Invoke(new EarlyAnswers(handler)) ?? new EarlyAnswers(handler), remote, policy)) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("StorageX/1");
        return client;
    }

    private static async ValueTask<Stream> ConnectToProxyAsync(DnsEndPoint end, CancellationToken cancel)
    {
        try
        {
            return await ConnectAsync(Anywhere, new UriBuilder(Uri.UriSchemeHttp, end.Host, end.Port).Uri, end.Port, cancel);
        }
        catch (SocketException error)
        {
            throw new BackendException(BackendErrorKind.Transient, $"the proxy {end.Host}:{end.Port}: {SystemWords.Of(error)}", inner: error);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(FetchPolicy policy, Uri uri, int port, CancellationToken cancel)
    {
        var addresses = await HostAddresses.AllowedAsync(policy, uri, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
