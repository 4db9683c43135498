using System.Net;

namespace StorageX.Backends.Http;

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
        || (request.RequestUri is { } uri && GetProxy(uri) is { } found && HostName.Of(found) == end.Host && found.Port == end.Port);
}
