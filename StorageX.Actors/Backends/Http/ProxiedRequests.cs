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
            await HostAddresses.RequireForProxyAsync(policy, uri, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
