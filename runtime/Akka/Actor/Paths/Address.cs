namespace Akka.Actor;

/// <summary>Names an actor system: <c>protocol://system</c>.</summary>
public sealed record Address
{
    internal Address(string protocol, string system) => (Protocol, System) = (protocol, system);

    /// <summary>The system's name.</summary>
    public string System { get; }

    /// <summary>The protocol.</summary>
    public string Protocol { get; }

    public override string ToString() => $"{Protocol}://{System}";
}
