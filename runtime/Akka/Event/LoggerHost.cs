using Akka.Util;

namespace Akka.Event;

/// <summary>Starts and stops a system's loggers.</summary>
internal sealed class LoggerHost(ActorSystem system)
{
    private readonly StandardOutLogger _standardOut = new(system);
    private readonly List<IActorRef> _loggers = [];

    /// <summary>Prints events until the loggers are up.</summary>
    internal void StartStandardOut() => Subscribe(_standardOut, Logging.LogLevelFor(system.Settings.Config.GetString("akka.stdout-loglevel")!));

    /// <summary>Starts the loggers that the configuration names.</summary>
    /// <exception cref="Configuration.ConfigurationException">There is no such logger, or it does not start.</exception>
    internal void Start()
    {
        foreach (var name in system.Settings.Config.GetStringList("akka.loggers"))
        {
            var type = TypeNames.Find(name)
                ?? throw new Configuration.ConfigurationException($"Logger specified in config cannot be found: \"{name}\"");
            if (type != typeof(StandardOutLogger))
                Start(type, name);
        }

        if (_loggers.Count > 0)
            system.EventStream.Unsubscribe(_standardOut);
    }

    /// <summary>Goes back to the standard output, before the loggers stop.</summary>
    internal void Stop()
    {
        StartStandardOut();
        foreach (var logger in _loggers)
            system.EventStream.Unsubscribe(logger);
    }

    private void Start(Type type, string name)
    {
        var logger = system.SystemActorOf(Props.Create(type), $"log{_loggers.Count + 1}-{type.Name}");
        var timeout = system.Settings.Config.GetTimeSpan("akka.logger-startup-timeout");
        try
        {
            logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), timeout).GetAwaiter().GetResult();
        }
        catch (Exception cause) when (cause is AskTimeoutException or ArgumentException)
        {
            throw new LoggerInitializationException($"Logger {name} did not respond with LoggerInitialized within {timeout}", cause);
        }

        Subscribe(logger, system.EventStream.LogLevel);
        _loggers.Add(logger);
    }

    private void Subscribe(IActorRef logger, LogLevel lowest)
    {
        foreach (var type in Logging.ClassesFrom(lowest))
            system.EventStream.Subscribe(logger, type);
    }
}
