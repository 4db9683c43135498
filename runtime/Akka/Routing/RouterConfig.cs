namespace Akka.Routing;

/// <summary>Describes a router: a pool, which creates its routees and supervises them.</summary>
public abstract record RouterConfig
{
    private protected RouterConfig()
    {
    }

    /// <summary>How many routees it starts with.</summary>
    internal int NrOfInstances { get; init; }

    /// <summary>Lets it grow and shrink; null for neither.</summary>
    internal Resizer? Resizer { get; init; }

    /// <summary>What it does about failing routees; null when it is not told, and restarts the one that failed.</summary>
    internal SupervisorStrategy? Strategy { get; init; }

    internal abstract RoutingLogic CreateLogic();

    /// <summary>Fills what is open.</summary>
    internal RouterConfig WithFallback(RouterConfig? code) =>
        this with { Resizer = Resizer ?? code?.Resizer, Strategy = Strategy ?? code?.Strategy };
}

/// <summary>A router that the configuration describes, under <c>akka.actor.deployment</c> and the actor's path.</summary>
public sealed record FromConfig : RouterConfig
{
    private FromConfig()
    {
    }

    /// <summary>Without anything said in code.</summary>
    public static FromConfig Instance { get; } = new();

    internal override RoutingLogic CreateLogic() => throw new NotSupportedException("FromConfig must not create Router");
}

/// <summary>A pool whose routees take turns.</summary>
public sealed record RoundRobinPool : RouterConfig
{
    /// <summary>Describes the pool.</summary>
    public RoundRobinPool(int nrOfInstances) => NrOfInstances = nrOfInstances;

    internal RoundRobinPool(Config config) => (NrOfInstances, Resizer) = (config.GetInt("nr-of-instances"), Resizer.FromConfig(config));

    /// <summary>The same with a strategy for failing routees.</summary>
    public RoundRobinPool WithSupervisorStrategy(SupervisorStrategy strategy) => this with { Strategy = strategy };

    internal override RoutingLogic CreateLogic() => new RoundRobinRoutingLogic();
}

/// <summary>
/// A pool that sends to the routee with the fewest messages waiting, and to the first whose mailbox is empty. A routee
/// that is busy with its only message has an empty mailbox.
/// </summary>
public sealed record SmallestMailboxPool : RouterConfig
{
    /// <summary>Describes the pool.</summary>
    public SmallestMailboxPool(int nrOfInstances) => NrOfInstances = nrOfInstances;

    internal SmallestMailboxPool(Config config) => (NrOfInstances, Resizer) = (config.GetInt("nr-of-instances"), Resizer.FromConfig(config));

    internal override RoutingLogic CreateLogic() => new SmallestMailboxRoutingLogic();
}
