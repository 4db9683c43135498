namespace Akka.Actor;

/// <summary>
/// Ends a program in order: phases one after the other, the tasks of a phase together. It runs once; a task that fails or
/// takes too long is logged and skipped, unless its phase says <c>recover = off</c>.
/// </summary>
public sealed partial class CoordinatedShutdown
{
    /// <summary>The first phase.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>No new requests.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Requests that are under way end.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Services end.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>The last phase before the actors end.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>The actors end.</summary>
    internal const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ILoggingAdapter _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Phase> _phases = new(StringComparer.Ordinal);
    private readonly List<string> _order;
    private Task<Done>? _run;

    internal CoordinatedShutdown(ActorSystem system)
    {
        _log = Logging.GetLogger(system, this);
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown")!;
        var timeout = config.GetTimeSpan("default-phase-timeout");
        foreach (var (name, value) in config.GetConfig("phases")!.AsEnumerable())
            _phases[name] = new Phase(value.ToConfig(), timeout);

        _order = Sort();
        AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
        {
            if (system.Settings.CoordinatedShutdownTerminateActorSystem)
            {
                system.FinalTerminate();
                await system.WhenTerminated.ConfigureAwait(false);
            }

            return Done.Instance;
        });
    }

    /// <summary>Why the shutdown runs; null before.</summary>
    public Reason ShutdownReason { get; private set; } = null!;

    /// <summary>The shutdown of a system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => sys.Shutdown;

    /// <summary>Adds a task to a phase that has not begun.</summary>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        lock (_lock)
        {
            Find(phase).Tasks.Add((taskName, task));
        }
    }

    /// <summary>How long a phase may take.</summary>
    public TimeSpan Timeout(string phase) => Find(phase).Timeout;

    /// <summary>Runs all phases, or those from one on. A second call gets the task of the first.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="fromPhase">The first phase to run; null for all.</param>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        lock (_lock)
        {
            if (_run == null)
            {
                var phases = fromPhase == null ? _order : _order.SkipWhile(name => name != fromPhase).ToList();
                ShutdownReason = reason;
                _run = Task.Run(() => RunPhases(phases));
            }

            return _run;
        }
    }

    private async Task<Done> RunPhases(IEnumerable<string> phases)
    {
        foreach (var name in phases)
        {
            var phase = _phases[name];
            (string Name, Func<Task<Done>> Task)[] tasks;
            lock (_lock)
            {
                tasks = [.. phase.Tasks];
            }

            if (tasks.Length == 0)
                continue;

            try
            {
                await Task.WhenAll(tasks.Select(task => RunTask(name, phase, task.Name, task.Task)))
                    .WaitAsync(phase.Timeout).ConfigureAwait(false);
            }
            catch (TimeoutException) when (phase.Recovers)
            {
                _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
            }
        }

        return Done.Instance;
    }

    private async Task RunTask(string phaseName, Phase phase, string name, Func<Task<Done>> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception cause) when (phase.Recovers)
        {
            _log.Log(LogLevel.WarningLevel, cause, "Task [{0}] failed in phase [{1}]: {2}", name, phaseName, cause.Message);
        }
    }

    private Phase Find(string name) => _phases.TryGetValue(name, out var phase) ? phase : throw new ConfigurationException(
        $"Unknown phase [{name}], known phases [{string.Join(", ", _phases.Keys)}]. All phases (along with their optional dependencies) "
        + "must be defined in configuration.");

    /// <summary>Each phase after those it depends on.</summary>
    private List<string> Sort()
    {
        var order = new List<string>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _phases.Keys)
            Visit(name);

        return order;

        void Visit(string name)
        {
            if (order.Contains(name))
                return;

            if (!open.Add(name))
                throw new ConfigurationException($"Cycle detected in graph of phases, it must be a DAG: phase [{name}] depends on itself");

            foreach (var earlier in _phases.TryGetValue(name, out var phase) ? phase.DependsOn : [])
                Visit(earlier);

            if (_phases.ContainsKey(name))
                order.Add(name);
        }
    }

    private sealed class Phase(Config config, TimeSpan timeout)
    {
        internal List<(string Name, Func<Task<Done>> Task)> Tasks { get; } = [];

        internal IList<string> DependsOn { get; } = config.HasPath("depends-on") ? config.GetStringList("depends-on") : [];

        internal TimeSpan Timeout { get; } = config.GetTimeSpan("timeout", timeout);

        internal bool Recovers { get; } = config.GetBoolean("recover", true);
    }
}
