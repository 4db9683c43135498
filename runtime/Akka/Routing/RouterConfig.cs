namespace Akka.Routing;

/// <summary>Describes a router.</summary>
public abstract class RouterConfig
{
    private protected RouterConfig()
    {
    }

    /// <summary>Fills what is open.</summary>
    public virtual RouterConfig WithFallback(RouterConfig routerConfig) => this;

    /// <summary>Checks that an actor can be created like this.</summary>
    /// <exception cref="Configuration.ConfigurationException">It cannot.</exception>
    public virtual void VerifyConfig(ActorPath path)
    {
    }
}

/// <summary>No router.</summary>
public class NoRouter : RouterConfig
{
    private NoRouter()
    {
    }

    public static NoRouter Instance { get; } = new();

    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig;
}

/// <summary>A router that creates its routees and supervises them.</summary>
public abstract class Pool : RouterConfig
{
    private protected Pool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy)
    {
        NrOfInstances = nrOfInstances;
        Resizer = resizer!;
        SupervisorStrategy = supervisorStrategy ?? DefaultSupervisorStrategy;
    }

    /// <summary>What a pool does about failing routees when it is not told: it restarts the one that failed.</summary>
    public static SupervisorStrategy DefaultSupervisorStrategy { get; } = new OneForOneStrategy(Actor.SupervisorStrategy.DefaultDecider);

    /// <summary>How many routees it starts with.</summary>
    public int NrOfInstances { get; }

    /// <summary>Lets it grow and shrink; null for neither.</summary>
    public virtual Resizer Resizer { get; }

    /// <summary>What it does about failing routees.</summary>
    public virtual SupervisorStrategy SupervisorStrategy { get; }

    internal abstract RoutingLogic CreateLogic();

    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig is Pool code
        ? WithUnset(
            Resizer ?? code.Resizer,
            ReferenceEquals(SupervisorStrategy, DefaultSupervisorStrategy) ? code.SupervisorStrategy : SupervisorStrategy)
        : this;

    /// <summary>The same with what a fallback knows.</summary>
    private protected abstract Pool WithUnset(Resizer? resizer, SupervisorStrategy strategy);
}
