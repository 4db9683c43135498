using System.Linq.Expressions;
using Akka.Routing;

namespace Akka.Actor;

/// <summary>How to build an actor: class, constructor arguments and deployment. It never changes, so it may be shared.</summary>
public sealed record Props
{
    private readonly Func<ActorBase>? _produce;

    private Props(Type type, object?[] args, SupervisorStrategy? strategy = null, Func<ActorBase>? produce = null) =>
        (Type, Arguments, SupervisorStrategy, _produce) = (type, args, strategy, produce);

    /// <summary>An actor that handles nothing.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    /// <summary>The class.</summary>
    internal Type Type { get; }

    /// <summary>The constructor's arguments; the same objects serve each restart.</summary>
    internal object?[] Arguments { get; }

    /// <summary>Dispatcher, mailbox, router and stash capacity.</summary>
    internal Deploy Deploy { get; init; } = Deploy.None;

    /// <summary>The strategy for the actor's children, where it was given here; it wins over the actor's own.</summary>
    internal SupervisorStrategy? SupervisorStrategy { get; private init; }

    /// <summary>Describes an actor by the call that builds it.</summary>
    /// <typeparam name="TActor">The class.</typeparam>
    /// <param name="factory">Exactly <c>() =&gt; new TActor(...)</c>. The arguments are evaluated now, once.</param>
    /// <param name="supervisorStrategy">The strategy for the actor's children.</param>
    /// <exception cref="ArgumentException">The expression is something else.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression construction)
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));

        return new Props(typeof(TActor), construction.Arguments.Select(ConstructorArguments.Evaluate).ToArray(), supervisorStrategy);
    }

    /// <summary>Describes an actor by its class and arguments.</summary>
    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>Describes an actor by its class and arguments.</summary>
    public static Props Create(Type type, params object?[] args) => new(type ?? throw new ArgumentNullException(nameof(type)), args);

    /// <summary>The same with another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => this with { Deploy = Deploy with { Dispatcher = dispatcher } };

    /// <summary>The same with another mailbox.</summary>
    public Props WithMailbox(string mailbox) => this with { Deploy = Deploy with { Mailbox = mailbox } };

    /// <summary>The same as a router over such actors.</summary>
    public Props WithRouter(RouterConfig routerConfig) => this with { Deploy = Deploy with { Router = routerConfig } };

    /// <summary>The same with a limit to its stash.</summary>
    /// <param name="stashCapacity">Messages; -1 for the configured number.</param>
    public Props WithStashCapacity(int stashCapacity) => this with { Deploy = Deploy with { StashCapacity = stashCapacity } };

    /// <summary>The same with a strategy for the actor's children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => this with { SupervisorStrategy = supervisorStrategy };

    /// <summary>Describes an actor of the runtime's own, built by a delegate.</summary>
    internal static Props CreateInternal<TActor>(Func<TActor> produce)
        where TActor : ActorBase => new(typeof(TActor), [], null, produce);

    /// <summary>Builds an instance; only a cell may do so.</summary>
    internal ActorBase NewActor() => _produce != null
        ? _produce()
        : (ActorBase)Activator.CreateInstance(Type, Arguments)!;

    private sealed class EmptyActor : ActorBase
    {
        protected internal override bool Receive(object message) => false;
    }
}
