namespace Akka.Routing;

/// <summary>Reaches every routee.</summary>
public class Broadcast(object message)
{
    internal object Message => message;
}

/// <summary>A message for the router itself.</summary>
internal interface IRouterManagementMessage;

/// <summary>Asks a router for its routees; it answers <see cref="Routees"/>.</summary>
public sealed class GetRoutees : IRouterManagementMessage
{
    public static GetRoutees Instance { get; } = new();
}

/// <summary>A router's routees.</summary>
public sealed class Routees
{
    internal Routees(IEnumerable<IActorRef> routees) => Members = [.. routees.Select(Routee.FromActorRef)];

    /// <summary>The routees.</summary>
    public IEnumerable<Routee> Members { get; }
}

/// <summary>Adds a routee.</summary>
public sealed class AddRoutee(Routee routee) : IRouterManagementMessage
{
    internal IActorRef Actor => ((ActorRefRoutee)routee).Actor;
}

/// <summary>Makes a pool larger or smaller.</summary>
/// <param name="change">How many routees to add; negative removes.</param>
public sealed class AdjustPoolSize(int change) : IRouterManagementMessage
{
    internal int Change => change;
}

/// <summary>Tells the router to look at its routees.</summary>
internal sealed class ResizeNow : IRouterManagementMessage;

/// <summary>One to whom a router sends.</summary>
public abstract class Routee
{
    private protected Routee()
    {
    }

    /// <summary>A routee that is an actor.</summary>
    public static Routee FromActorRef(IActorRef actorRef) => new ActorRefRoutee(actorRef);
}

/// <summary>A routee that is an actor.</summary>
public class ActorRefRoutee : Routee
{
    internal ActorRefRoutee(IActorRef actor) => Actor = actor;

    /// <summary>The actor.</summary>
    public IActorRef Actor { get; }
}
