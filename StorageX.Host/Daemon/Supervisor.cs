using System.Net.Sockets;
using System.Text;

namespace StorageX.Host.Daemon;

/// <summary>Tells systemd how the daemon is, by the protocol of sd_notify(3); does nothing where no one wants to know.</summary>
internal static class Supervisor
{
    /// <summary>The daemon takes requests.</summary>
    public static void Ready() => Tell("READY=1");

    /// <summary>The daemon ends.</summary>
    public static void Stopping() => Tell("STOPPING=1");

    private static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } name)
            return;
        try
        {
            // A name that begins with @ is in the abstract namespace, where its first byte is 0.
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(name[0] == '@' ? '\0' + name[1..] : name));
        }
        catch (SocketException)
        {
            // The supervisor has gone; the daemon goes on.
        }
    }
}
