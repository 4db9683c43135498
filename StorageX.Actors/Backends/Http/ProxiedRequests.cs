using System.Net;

namespace StorageX.Backends.Http;

/// <summary>
/// Checks the requests that go through a proxy, one by one: what is connected to is the proxy, which looks up by itself where they go.
/// </summary>
/// <param name="inner">Sends the requests.</param>
/// <param name="proxy">Tells which go through a proxy.</param>
/// <param name="policy">Where requests may go.</param>
internal sealed class ProxiedRequests(HttpMessageHandler inner, RemoteProxy proxy, FetchPolicy policy) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } uri && proxy.GetProxy(uri) is not null)
            await HostAddresses.RequireForProxyAsync(policy, uri.IdnHost, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>A proxy for all hosts but this machine, which no other machine can reach for it.</summary>
/// <param name="proxy">The proxy.</param>
internal sealed class RemoteProxy(IWebProxy proxy) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);

    /// <summary>Whether a connection for a request is one to the proxy; for what is encrypted that is asked to connect further (RFC 9110, section 9.3.6).</summary>
    public bool Is(DnsEndPoint end, HttpRequestMessage request) => request.Method == HttpMethod.Connect
        || (request.RequestUri is { } uri && GetProxy(uri) is { } found && found.IdnHost == end.Host && found.Port == end.Port);
}
