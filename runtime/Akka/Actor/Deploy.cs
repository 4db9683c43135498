using Akka.Routing;

namespace Akka.Actor;

/// <summary>Where and how an actor runs. What is left open is filled from a fallback.</summary>
public class Deploy
{
    /// <summary>No stash capacity of one's own.</summary>
    public const int NoStashSize = -1;

    /// <summary>Nothing decided.</summary>
    public static readonly Deploy None = new();
    public Deploy()
        : this(NoRouter.Instance, "", "", NoStashSize)
    {
    }

    private Deploy(RouterConfig routerConfig, string dispatcher, string mailbox, int stashCapacity)
    {
        RouterConfig = routerConfig;
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        StashCapacity = stashCapacity;
    }

    /// <summary>The router.</summary>
    public RouterConfig RouterConfig { get; }

    /// <summary>The mailbox's configuration path; empty for the default.</summary>
    public string Mailbox { get; }

    /// <summary>The dispatcher's configuration path; empty for the default.</summary>
    public string Dispatcher { get; }

    /// <summary>Messages a stash may hold; -1 for the configured number.</summary>
    public int StashCapacity { get; }

    /// <summary>Fills what is open.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        RouterConfig.WithFallback(other.RouterConfig),
        Dispatcher.Length == 0 ? other.Dispatcher : Dispatcher,
        Mailbox.Length == 0 ? other.Mailbox : Mailbox,
        StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity);

    /// <summary>The same with another mailbox.</summary>
    public virtual Deploy WithMailbox(string mailbox) => new(RouterConfig, Dispatcher, mailbox, StashCapacity);

    /// <summary>The same with another dispatcher.</summary>
    public virtual Deploy WithDispatcher(string dispatcher) => new(RouterConfig, dispatcher, Mailbox, StashCapacity);

    /// <summary>The same with another router.</summary>
    public virtual Deploy WithRouterConfig(RouterConfig routerConfig) => new(routerConfig, Dispatcher, Mailbox, StashCapacity);

    /// <summary>The same with another limit to the stash.</summary>
    public virtual Deploy WithStashCapacity(int stashSize) => new(RouterConfig, Dispatcher, Mailbox, stashSize);
}
