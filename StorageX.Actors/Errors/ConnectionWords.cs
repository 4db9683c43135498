using System.Net.Sockets;
using System.Security.Authentication;

namespace StorageX.Errors;

/// <summary>What the runtime says of connections, in words for whoever uses the program. The exception itself goes along as the cause, for logs.</summary>
internal static class ConnectionWords
{
    /// <summary>What an exception of a connection means; null for any other.</summary>
    public static string? Of(Exception error) => error switch
    {
        SocketException socket => OfSocket(socket.SocketErrorCode),
        AuthenticationException => OfCertificate($"{error.Message} {error.InnerException?.Message}"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => OfSocket(SocketError.HostNotFound),
        HttpRequestException { InnerException: { } inner } when Of(inner) is { } words => words,
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var kind } => OfHttp(kind),
        HttpIOException { InnerException: { } inner } when Of(inner) is { } words => words,
        HttpIOException { HttpRequestError: var kind } => OfHttp(kind),
        IOException { InnerException: SocketException socket } => OfSocket(socket.SocketErrorCode),
        _ => null,
    };

    private static string OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "nothing listens there (connection refused)",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting or SocketError.NotConnected => "the connection was broken off",
        SocketError.HostNotFound or SocketError.NoData => "this host is not found; is its name right?",
        SocketError.TryAgain or SocketError.NoRecovery => "the name cannot be looked up now; is there a network?",
        SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable or SocketError.NetworkDown => "no way leads there; is there a network?",
        SocketError.TimedOut => "no answer in time",
        SocketError.AddressAlreadyInUse => "something listens there already; end it, or choose another port",
        SocketError.AddressNotAvailable => "this machine has no such address",
        SocketError.AccessDenied => "the system does not allow this connection",
        SocketError.TooManyOpenSockets => "too many connections are open (ulimit -n)",
        _ => $"the connection failed ({error})",
    };

    // The runtime has no numbers for these.
    private static string OfCertificate(string words)
    {
        bool Says(string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);
        return Says("NameMismatch") ? "its certificate is for another host; is the name right?"
            : Says("NotTimeValid") ? "its certificate has expired, or is not valid yet; is this machine's clock right?"
            : Says("UntrustedRoot") || Says("PartialChain") ? "its certificate comes from nobody that this machine trusts"
            : Says("Revoked") ? "its certificate was revoked"
            : Says("certificate") ? "its certificate is not valid"
            : Says("frame") ? "what listens there does not speak TLS; is it http, or another port?"
            : "no secure connection can be agreed on";
    }

    private static string OfHttp(HttpRequestError kind) => kind switch
    {
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection can be agreed on",
        HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => "what comes from there is no answer in HTTP; is it https, or another port?",
        HttpRequestError.ResponseEnded => "the connection ended in the middle of the answer",
        HttpRequestError.ConfigurationLimitExceeded => "the answer has larger header fields than are taken",
        HttpRequestError.ProxyTunnelError => "the proxy does not let this connection through",
        HttpRequestError.UserAuthenticationError => "the credentials are not taken",
        _ => "the connection failed",
    };
}
