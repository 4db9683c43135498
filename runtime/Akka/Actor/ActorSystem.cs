namespace Akka.Actor;

/// <summary>A tree of actors with what they share: configuration, threads, scheduler, events. Costly; a program needs one.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private protected ActorSystem()
    {
    }

    /// <summary>The settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The bus for events.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Takes messages that have no other receiver.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Does things later.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>A logger for what is no actor.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Ends when the system has ended.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>Starts a system with the defaults.</summary>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public static ActorSystem Create(string name) => Create(name, ConfigurationFactory.Empty);

    /// <summary>Starts a system.</summary>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public static ActorSystem Create(string name, Config config)
    {
        var system = new ActorSystemImpl(name, config);
        system.Start();
        return system;
    }

    /// <summary>Ends the system: runs the coordinated shutdown, then stops all actors.</summary>
    public abstract Task Terminate();

    /// <summary>Stops an actor after the message it is handling.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Runs something once the system has ended.</summary>
    public abstract void RegisterOnTermination(Action code);

    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract ActorSelection ActorSelection(string actorPath);
    public ActorSelection ActorSelection(ActorPath actorPath) => ActorSelection(actorPath.ToString());

    /// <summary>Ends the system without waiting for it.</summary>
    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What only extensions of the runtime use.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    private protected ExtendedActorSystem()
    {
    }

    /// <summary>Creates an actor under <c>/system</c>. It outlives those under <c>/user</c>.</summary>
    /// <param name="props">How to build it.</param>
    /// <param name="name">Its name; null picks one.</param>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);
}
