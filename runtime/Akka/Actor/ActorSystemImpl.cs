using System.Text.RegularExpressions;
using Akka.Routing;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The one kind of system there is.</summary>
internal sealed partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _onTermination = [];
    private readonly Deployer _deployer;
    private readonly LocalActorRef _root;
    private LocalActorRef _system = null!;
    private LocalActorRef _user = null!;
    private CoordinatedShutdown? _shutdown;

    internal ActorSystemImpl(string name, Config config)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        Name = name;
        Settings = new Settings(config.WithFallback(ReferenceConfig.Value));
        RootPath = new RootActorPath(new Address("akka", name));
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

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override Task WhenTerminated => _terminated.Task;

    internal ActorPath RootPath { get; }

    internal TempContainer Temp { get; }

    internal Dispatchers Dispatchers { get; }

    internal Mailboxes Mailboxes { get; }

    internal LocalActorRef LookupRoot => _root;

    internal LocalActorRef Guardian => _user;

    internal LocalActorRef SystemGuardian => _system;

    internal LoggerHost Loggers { get; }

    internal CoordinatedShutdown Shutdown => LazyInitializer.EnsureInitialized(ref _shutdown, () => new CoordinatedShutdown(this));

    public override IActorRef ActorOf(Props props, string? name = null) => _user.Cell.AttachChild(props, name, isSystem: false);

    public override IActorRef SystemActorOf(Props props, string? name = null) => _system.Cell.AttachChild(props, name, isSystem: true);

    public override ActorSelection ActorSelection(string actorPath) => SelectionParser.Parse(this, _root, actorPath);

    public override void Stop(IActorRef actor)
    {
        if (actor is LocalActorRef { Cell.ParentRef: LocalActorRef parent } && (parent == _user || parent == _system))
            parent.Tell(new StopChild(actor), ActorRefs.NoSender);
        else
            ((IInternalActorRef)actor).Stop();
    }

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate)
            _ = Shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            FinalTerminate();

        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code)
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
            var strategy = TypeNames.Create<SupervisorStrategyConfigurator>(
                Settings.Config.GetString("akka.actor.guardian-supervisor-strategy")!, "akka.actor.guardian-supervisor-strategy").Create();
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
        var path = new ChildActorPath(parentPath, name, NewUid());
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
