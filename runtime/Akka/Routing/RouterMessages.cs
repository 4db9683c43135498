namespace Akka.Routing;

/// <summary>A message for a router that carries the message for its routees.</summary>
public class RouterEnvelope(object message)
{
    /// <summary>The message inside.</summary>
    public object Message { get; } = message;
}

/// <summary>Reaches every routee.</summary>
public class Broadcast(object message) : RouterEnvelope(message);

/// <summary>A message for the router itself.</summary>
public abstract class RouterManagementMessage;

/// <summary>Asks a router for its routees; it answers <see cref="Routees"/>.</summary>
public sealed class GetRoutees : RouterManagementMessage
{
    public static GetRoutees Instance { get; } = new();
}

/// <summary>A router's routees.</summary>
public sealed class Routees(IEnumerable<Routee> routees)
{
    /// <summary>The routees.</summary>
    public IEnumerable<Routee> Members { get; } = [.. routees];
}

/// <summary>Adds a routee.</summary>
public sealed class AddRoutee(Routee routee) : RouterManagementMessage
{
    /// <summary>The routee.</summary>
    public Routee Routee { get; } = routee;
}

/// <summary>Removes a routee; a pool also stops it.</summary>
public sealed class RemoveRoutee(Routee routee) : RouterManagementMessage
{
    /// <summary>The routee.</summary>
    public Routee Routee { get; } = routee;
}

/// <summary>Makes a pool larger or smaller.</summary>
/// <param name="change">How many routees to add; negative removes.</param>
public sealed class AdjustPoolSize(int change) : RouterManagementMessage
{
    /// <summary>How many routees to add; negative removes.</summary>
    public int Change { get; } = change;
}

/// <summary>One to whom a router sends.</summary>
public class Routee
{
    /// <summary>Nobody.</summary>
    public static readonly Routee NoRoutee = new();

    private protected Routee()
    {
    }

    /// <summary>A routee that is an actor.</summary>
    public static Routee FromActorRef(IActorRef actorRef) => new ActorRefRoutee(actorRef);

    /// <summary>Sends.</summary>
    public virtual void Send(object message, IActorRef? sender)
    {
    }
}

/// <summary>A routee that is an actor.</summary>
public class ActorRefRoutee(IActorRef actor) : Routee
{
    /// <summary>The actor.</summary>
    public IActorRef Actor { get; } = actor;

    public override void Send(object message, IActorRef? sender) => Actor.Tell(message, sender);

    public override bool Equals(object? obj) => obj is ActorRefRoutee other && other.Actor.Equals(Actor);

    public override int GetHashCode() => Actor.GetHashCode();
}
