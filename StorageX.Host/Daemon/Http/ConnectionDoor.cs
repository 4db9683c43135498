using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Http;

/// <summary>Knows for every request the connection that it came on, and who sent it.</summary>
/// <param name="connections">The open connections.</param>
/// <param name="places">From where they come.</param>
internal sealed class ConnectionDoor(Connections connections, ClientPlaces places)
{
    /// <summary>Serves a connection.</summary>
    public async Task EnterAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var guest = connections.Enter(places.Of((connection.RemoteEndPoint as IPEndPoint)?.Address), () => connection.Abort(new ConnectionAbortedException("others wait")));
        connection.Features.Set(guest);
        await next(connection);
    }

    /// <summary>Serves a request.</summary>
    public static async Task AskAsync(HttpContext http, RequestDelegate next)
    {
        var guest = http.Features.Get<Connections.Guest>();
        guest?.Ask(1);
        try
        {
            await next(http);
        }
        finally
        {
            guest?.Ask(-1);
        }
    }

    /// <summary>Who sends a request; a connection on which the token has come is trusted from then on.</summary>
    /// <param name="http">The request.</param>
    /// <param name="hasToken">Whether it has the token.</param>
    public Visitor Meet(HttpContext http, bool hasToken)
    {
        if (hasToken)
            http.Features.Get<Connections.Guest>()?.Trust();
        return new Visitor(places.Of(http.Connection.RemoteIpAddress, http.Request.Headers["X-Forwarded-For"]), hasToken);
    }
}
