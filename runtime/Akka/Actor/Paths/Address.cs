namespace Akka.Actor;

/// <summary>Names an actor system: <c>protocol://system@host:port</c>, of which host and port are missing within one process.</summary>
public sealed record Address
{
    /// <summary>Names a system.</summary>
    /// <param name="protocol">Such as <c>akka</c>.</param>
    /// <param name="system">The system's name.</param>
    /// <param name="host">The host, when it is another.</param>
    /// <param name="port">The port on that host.</param>
    public Address(string protocol, string system, string? host = null, int? port = null) =>
        (Protocol, System, Host, Port) = (protocol, system, host!, port);

    /// <summary>The host, or null within one process.</summary>
    public string Host { get; }

    /// <summary>The port, or null within one process.</summary>
    public int? Port { get; }

    /// <summary>The system's name.</summary>
    public string System { get; }

    /// <summary>The protocol.</summary>
    public string Protocol { get; }

    /// <summary>Whether the address can be reached from elsewhere.</summary>
    public bool HasGlobalScope => !string.IsNullOrEmpty(Host);

    /// <summary>Reads an address.</summary>
    /// <param name="address">Such as <c>akka://system@host:1234</c>.</param>
    /// <exception cref="UriFormatException">It is none.</exception>
    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"\"{address}\" is not an address");

    /// <summary>Reads an address, if it is one.</summary>
    /// <param name="path">Such as <c>akka://system@host:1234</c>; what follows a slash is ignored.</param>
    /// <param name="address">The address.</param>
    internal static bool TryParse(string path, out Address address)
    {
        address = null!;
        var colon = path.IndexOf("://", StringComparison.Ordinal);
        if (colon < 1)
            return false;

        var rest = path[(colon + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        rest = slash < 0 ? rest : rest[..slash];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            address = new Address(path[..colon], rest);
            return rest.Length > 0;
        }

        var port = rest.LastIndexOf(':');
        if (at == 0 || port < at || !int.TryParse(rest[(port + 1)..], out var number))
            return false;

        address = new Address(path[..colon], rest[..at], rest[(at + 1)..port], number);
        return true;
    }

    public override string ToString() =>
        $"{Protocol}://{System}{(HasGlobalScope ? "@" + Host : "")}{(Port is { } port ? ":" + port : "")}";
}
