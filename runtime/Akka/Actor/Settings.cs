namespace Akka.Actor;

/// <summary>A system's settings.</summary>
public class Settings
{
    internal Settings(Config config)
    {
        Config = config;
        LogLevel = config.GetString("akka.loglevel")!;
        AskTimeout = config.GetTimeSpan("akka.actor.ask-timeout");
        DebugLifecycle = config.GetBoolean("akka.actor.debug.lifecycle");
        LogDeadLetters = config.GetString("akka.log-dead-letters")!.ToUpperInvariant() switch
        {
            "ON" or "TRUE" => int.MaxValue,
            "OFF" or "FALSE" => 0,
            _ => config.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = config.GetBoolean("akka.log-dead-letters-during-shutdown");
        CoordinatedShutdownTerminateActorSystem = config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
    }

    /// <summary>The whole configuration, defaults included.</summary>
    public Config Config { get; private set; }

    /// <summary>The lowest level that is logged.</summary>
    public string LogLevel { get; }

    /// <summary>How long an Ask waits that says nothing itself; negative for ever.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>Whether starts, restarts and stops are logged.</summary>
    internal bool DebugLifecycle { get; }

    /// <summary>How many dead letters are logged before silence.</summary>
    internal int LogDeadLetters { get; }

    /// <summary>Whether dead letters are logged while the system ends.</summary>
    internal bool LogDeadLettersDuringShutdown { get; }

    /// <summary>Whether a coordinated shutdown ends the system.</summary>
    internal bool CoordinatedShutdownTerminateActorSystem { get; }

    /// <summary>Whether the end of the system runs a coordinated shutdown.</summary>
    internal bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Adds defaults below everything else; what was read from the settings already stays.</summary>
    internal void InjectTopLevelFallback(Config config) => Config = Config.WithFallback(config);
}
