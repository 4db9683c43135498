namespace Akka.Routing;

/// <summary>A pool whose routees take turns.</summary>
public sealed class RoundRobinPool : Pool
{
    /// <summary>Describes the pool.</summary>
    public RoundRobinPool(int nrOfInstances)
        : this(nrOfInstances, null, null)
    {
    }

    public RoundRobinPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), null)
    {
    }

    private RoundRobinPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? strategy)
        : base(nrOfInstances, resizer, strategy)
    {
    }

    /// <summary>The same with a strategy for failing routees.</summary>
    public RoundRobinPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy);

    /// <summary>The same with a resizer.</summary>
    public RoundRobinPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy);

    internal override RoutingLogic CreateLogic() => new RoundRobinRoutingLogic();

    private protected override Pool WithUnset(Resizer? resizer, SupervisorStrategy strategy) =>
        new RoundRobinPool(NrOfInstances, resizer, strategy);
}

/// <summary>
/// A pool that sends to the routee with the fewest messages waiting, and to the first whose mailbox is empty. A routee
/// that is busy with its only message has an empty mailbox.
/// </summary>
public sealed class SmallestMailboxPool : Pool
{
    /// <summary>Describes the pool.</summary>
    public SmallestMailboxPool(int nrOfInstances)
        : this(nrOfInstances, null, null)
    {
    }

    public SmallestMailboxPool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), null)
    {
    }

    private SmallestMailboxPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? strategy)
        : base(nrOfInstances, resizer, strategy)
    {
    }

    /// <summary>The same with a strategy for failing routees.</summary>
    public SmallestMailboxPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy);

    /// <summary>The same with a resizer.</summary>
    public SmallestMailboxPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy);

    internal override RoutingLogic CreateLogic() => new SmallestMailboxRoutingLogic();

    private protected override Pool WithUnset(Resizer? resizer, SupervisorStrategy strategy) =>
        new SmallestMailboxPool(NrOfInstances, resizer, strategy);
}
