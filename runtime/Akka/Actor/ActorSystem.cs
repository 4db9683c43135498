using System.Text.RegularExpressions;
using Akka.Routing;
using Akka.Util;

namespace Akka.Actor;

/// <summary>A tree of actors with what they share: configuration, threads, scheduler, events. Costly; a program needs one.</summary>
public sealed partial class ActorSystem : IActorRefFactory, IDisposable
{
    /// <summary>The defaults, embedded as <c>reference.hocon</c>.</summary>
    private static readonly Config Reference = ConfigurationFactory.FromResource<ActorSystem>("Akka.reference.hocon");

    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _onTermination = [];
    private readonly Deployer _deployer;
    private readonly LocalActorRef _root;
    private LocalActorRef _system = null!;
    private LocalActorRef _user = null!;
    private CoordinatedShutdown? _shutdown;

    private ActorSystem(string name, Config config)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        Name = name;
        Settings = new Settings(config.WithFallback(Reference));
        RootPath = new ActorPath(new Address("akka", name));
        EventStream = new EventStream(Logging.LogLevelFor(Settings.LogLevel));
        Log = Logging.GetLogger(this, this);
        DeadLetters = new EmptyLocalActorRef(this, RootPath / "deadLetters");
        Temp = new TempContainer(this, RootPath / "temp");
        Loggers = new LoggerHost(this);
        Scheduler = TypeNames.Create<IScheduler>(
            Settings.Config.GetString("akka.scheduler.implementation")!, "akka.scheduler.implementation", Settings.Config.GetConfig("akka.scheduler")!, Log);
        Dispatchers = new Dispatchers(this);
        Mailboxes = new Mailboxes(Settings);
        _deployer = new Deployer(Settings.Config);
        var supervisor = new RootSupervisor(this);
        _root = new LocalActorRef(
            this, Props.CreateInternal(() => new RootGuardian()), Dispatchers.Lookup(Dispatchers.DefaultDispatcherId), supervisor, RootPath);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The settings.</summary>
    public Settings Settings { get; }

    /// <summary>The bus for events.</summary>
    public EventStream EventStream { get; }

    /// <summary>Takes messages that have no other receiver.</summary>
    public IActorRef DeadLetters { get; }

    /// <summary>Does things later.</summary>
    public IScheduler Scheduler { get; }

    /// <summary>A logger for what is no actor.</summary>
    public ILoggingAdapter Log { get; }

    /// <summary>Ends when the system has ended.</summary>
    public Task WhenTerminated => _terminated.Task;

    internal ActorPath RootPath { get; }

    internal TempContainer Temp { get; }

    internal Dispatchers Dispatchers { get; }

    internal Mailboxes Mailboxes { get; }

    internal LocalActorRef LookupRoot => _root;

    internal LoggerHost Loggers { get; }

    internal CoordinatedShutdown Shutdown => LazyInitializer.EnsureInitialized(ref _shutdown, () => new CoordinatedShutdown(this));

    /// <summary>Starts a system with the defaults.</summary>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public static ActorSystem Create(string name) => Create(name, ConfigurationFactory.Empty);

    /// <summary>Starts a system.</summary>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public static ActorSystem Create(string name, Config config)
    {
        var system = new ActorSystem(name, config);
        system.Start();
        return system;
    }

    public IActorRef ActorOf(Props props, string? name = null) => _user.Cell.AttachChild(props, name, isSystem: false);

    /// <summary>Creates an actor under <c>/system</c>. It outlives those under <c>/user</c>.</summary>
    internal IActorRef SystemActorOf(Props props, string? name = null) => _system.Cell.AttachChild(props, name, isSystem: true);

    public ActorSelection ActorSelection(string actorPath) => SelectionParser.Parse(this, _root, actorPath);

    public ActorSelection ActorSelection(ActorPath actorPath) => ActorSelection(actorPath.ToString());

    /// <summary>Stops an actor after the message it is handling.</summary>
    public void Stop(IActorRef actor)
    {
        if (actor is LocalActorRef { Cell.ParentRef: LocalActorRef parent } && (parent == _user || parent == _system))
            parent.Tell(new StopChild(actor), ActorRefs.NoSender);
        else
            ((IInternalActorRef)actor).Stop();
    }

    /// <summary>Ends the system: runs the coordinated shutdown, then stops all actors.</summary>
    public Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate)
            _ = Shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            FinalTerminate();

        return WhenTerminated;
    }

    /// <summary>Ends the system without waiting for it.</summary>
    public void Dispose() => _ = Terminate();

    /// <summary>Runs something once the system has ended.</summary>
    public void RegisterOnTermination(Action code)
    {
        lock (_onTermination)
        {
            if (WhenTerminated.IsCompleted)
                throw new InvalidOperationException("ActorSystem already terminated.");

            _onTermination.Add(code);
        }
    }

    public override string ToString() => $"{RootPath.Address}";

    /// <summary>Starts guardians and loggers.</summary>
    internal void Start()
    {
        try
        {
            Loggers.StartStandardOut();
            var strategy = SupervisorStrategy.Of(Settings.Config.GetString("akka.actor.guardian-supervisor-strategy")!);
            _root.Start();
            _system = (LocalActorRef)_root.Cell.AttachChild(Props.CreateInternal(() => new SystemGuardian()), "system", isSystem: true);
            _user = (LocalActorRef)_root.Cell.AttachChild(Props.CreateInternal(() => new UserGuardian(strategy)), "user", isSystem: true);
            _root.Tell(new WatchGuardian(_system), ActorRefs.NoSender);
            _system.Tell(new WatchGuardian(_user), ActorRefs.NoSender);
            Loggers.Start();
            if (Settings.LogDeadLetters > 0)
            {
                var silence = Settings.Config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
                SystemActorOf(Props.CreateInternal(() => new DeadLetterListener(Settings.LogDeadLetters, silence)), "deadLetterListener");
            }
        }
        catch
        {
            FinalTerminate();
            throw;
        }
    }

    /// <summary>Stops the actors, those under <c>/user</c> first.</summary>
    internal void FinalTerminate()
    {
        if (!Settings.LogDeadLettersDuringShutdown && _system != null)
        {
            var listener = _system.GetSingleChild("deadLetterListener");
            if (listener is not Nobody)
                Stop(listener);
        }

        (_user ?? _root).Stop();
    }

    /// <summary>Releases what the actors used; called when the last of them is gone.</summary>
    internal void OnTerminated()
    {
        (Scheduler as IDisposable)?.Dispose();
        Dispatchers.Shutdown();
        Action[] callbacks;
        lock (_onTermination)
        {
            callbacks = [.. _onTermination];
            _terminated.TrySetResult();
        }

        foreach (var callback in callbacks.Reverse())
        {
            try
            {
                callback();
            }
            catch (Exception cause)
            {
                Log.Error(cause, "Failed to run a termination callback");
            }
        }
    }

    /// <summary>The reference of a new actor, deployed as the configuration and its props say.</summary>
    internal LocalActorRef NewRef(Props props, IInternalActorRef parent, ActorPath parentPath, string name)
    {
        var path = new ActorPath(parentPath, name, NewUid());
        var deploy = _deployer.Lookup(path);
        if (deploy != null)
            props = props with { Deploy = deploy.WithFallback(props.Deploy) };

        if (props.Deploy.Router is FromConfig)
            throw new ConfigurationException($"Configuration missing for router [{path}] in 'akka.actor.deployment' section.");

        var dispatcher = props.Deploy.Dispatcher is { Length: > 0 } id ? id : Dispatchers.DefaultDispatcherId;
        return new LocalActorRef(this, props, Dispatchers.Lookup(dispatcher), parent, path);
    }

    private static long NewUid() => Random.Shared.Next(1, int.MaxValue);

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
