namespace Akka.Actor;

/// <summary>A system's settings.</summary>
public class Settings
{
    internal Settings(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        LogLevel = config.GetString("akka.loglevel")!;
        StdoutLogLevel = config.GetString("akka.stdout-loglevel")!;
        Loggers = config.GetStringList("akka.loggers");
        LoggerStartTimeout = config.GetTimeSpan("akka.logger-startup-timeout");
        LoggerAsyncStart = config.GetBoolean("akka.logger-async-start");
        AskTimeout = config.GetTimeSpan("akka.actor.ask-timeout");
        SchedulerClass = config.GetString("akka.scheduler.implementation")!;
        SupervisorStrategyClass = config.GetString("akka.actor.guardian-supervisor-strategy")!;
        DebugUnhandledMessage = config.GetBoolean("akka.actor.debug.unhandled");
        DebugLifecycle = config.GetBoolean("akka.actor.debug.lifecycle");
        LogDeadLetters = config.GetString("akka.log-dead-letters")!.ToUpperInvariant() switch
        {
            "ON" or "TRUE" => int.MaxValue,
            "OFF" or "FALSE" => 0,
            _ => config.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        CoordinatedShutdownTerminateActorSystem = config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The whole configuration, defaults included.</summary>
    public Config Config { get; private set; }

    /// <summary>The lowest level that is logged.</summary>
    public string LogLevel { get; }

    /// <summary>The same while no logger is up.</summary>
    public string StdoutLogLevel { get; }

    /// <summary>The classes of the loggers.</summary>
    public IList<string> Loggers { get; }

    /// <summary>How long loggers may take to start.</summary>
    public TimeSpan LoggerStartTimeout { get; }

    /// <summary>Whether the system starts without waiting for its loggers.</summary>
    public bool LoggerAsyncStart { get; }

    /// <summary>How long an Ask waits that says nothing itself; negative for ever.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>The class of the scheduler.</summary>
    public string SchedulerClass { get; }

    /// <summary>The class that makes the strategy of <c>/user</c>.</summary>
    public string SupervisorStrategyClass { get; }

    /// <summary>Whether unhandled messages are logged.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary>Whether starts, restarts and stops are logged.</summary>
    public bool DebugLifecycle { get; }

    /// <summary>How many dead letters are logged before silence.</summary>
    public int LogDeadLetters { get; }

    /// <summary>Whether dead letters are logged while the system ends.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary>How long the silence lasts.</summary>
    public TimeSpan LogDeadLettersSuspendDuration { get; }

    /// <summary>Whether a coordinated shutdown ends the system.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; }

    /// <summary>Whether the end of the system runs a coordinated shutdown.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Adds defaults below everything else; what was read from the settings already stays.</summary>
    internal void InjectTopLevelFallback(Config config) => Config = Config.WithFallback(config);
}
