using System.Linq.Expressions;
using Akka.Routing;

namespace Akka.Actor;

/// <summary>How to build an actor: class, constructor arguments and deployment. It never changes, so it may be shared.</summary>
public class Props
{
    private readonly Func<ActorBase>? _produce;

    /// <summary>Describes an actor.</summary>
    /// <param name="type">Its class.</param>
    /// <param name="args">The constructor's arguments; the same objects serve each restart.</param>
    public Props(Type type, object?[] args)
        : this(type, args, Deploy.None, null, null)
    {
    }

    private Props(Type type, object?[] args, Deploy deploy, SupervisorStrategy? strategy, Func<ActorBase>? produce)
    {
        Type = type;
        Arguments = args!;
        Deploy = deploy;
        SupervisorStrategy = strategy!;
        _produce = produce;
    }

    /// <summary>An actor that handles nothing.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The constructor's arguments.</summary>
    public object[] Arguments { get; }

    /// <summary>Dispatcher, mailbox, router and stash capacity.</summary>
    public Deploy Deploy { get; protected set; }

    /// <summary>The strategy for the actor's children, where it was given here; it wins over the actor's own.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    /// <summary>The dispatcher's configuration path.</summary>
    public string Dispatcher => Deploy.Dispatcher is { Length: > 0 } id ? id : Dispatch.Dispatchers.DefaultDispatcherId;

    /// <summary>The mailbox's configuration path.</summary>
    public string Mailbox => Deploy.Mailbox;

    /// <summary>The router, if the actor is one.</summary>
    public RouterConfig RouterConfig => Deploy.RouterConfig;

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

        var args = construction.Arguments.Select(ConstructorArguments.Evaluate).ToArray();
        return new Props(typeof(TActor), args, Deploy.None, supervisorStrategy, null);
    }

    /// <summary>Describes an actor by its class and arguments.</summary>
    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>Describes an actor by its class, with a strategy for its children.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), [], Deploy.None, supervisorStrategy, null);

    /// <summary>Describes an actor by its class and arguments.</summary>
    public static Props Create(Type type, params object?[] args) => new(type ?? throw new ArgumentNullException(nameof(type)), args);

    /// <summary>The same with another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => Copy(Deploy.WithDispatcher(dispatcher));

    /// <summary>The same with another mailbox.</summary>
    public Props WithMailbox(string mailbox) => Copy(Deploy.WithMailbox(mailbox));

    /// <summary>The same as a router over such actors.</summary>
    public Props WithRouter(RouterConfig routerConfig) => Copy(Deploy.WithRouterConfig(routerConfig));

    /// <summary>The same with a limit to its stash.</summary>
    /// <param name="stashCapacity">Messages; -1 for the configured number.</param>
    public Props WithStashCapacity(int stashCapacity) => Copy(Deploy.WithStashCapacity(stashCapacity));

    /// <summary>The same with another deployment; what that leaves open is kept.</summary>
    public Props WithDeploy(Deploy deploy) => Copy(deploy.WithFallback(Deploy));

    /// <summary>The same with a strategy for the actor's children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(Type, Arguments, Deploy, supervisorStrategy, _produce);

    /// <summary>Builds an instance; only a cell may do so.</summary>
    public virtual ActorBase NewActor() => _produce != null
        ? _produce()
        : (ActorBase)Activator.CreateInstance(Type, Arguments)!;

    /// <summary>Describes an actor of the runtime's own, built by a delegate.</summary>
    internal static Props CreateInternal<TActor>(Func<TActor> produce)
        where TActor : ActorBase => new(typeof(TActor), [], Deploy.None, null, produce);

    private Props Copy(Deploy deploy) => new(Type, Arguments, deploy, SupervisorStrategy, _produce);

    private sealed class EmptyActor : ActorBase
    {
        protected override bool Receive(object message) => false;
    }
}
