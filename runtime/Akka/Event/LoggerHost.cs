using Akka.Util;

namespace Akka.Event;

/// <summary>Starts and stops a system's loggers.</summary>
internal sealed class LoggerHost(ActorSystemImpl system)
{
    private readonly StandardOutLogger _standardOut = new(system);
    private readonly List<IActorRef> _loggers = [];

    /// <summary>Prints events until the loggers are up.</summary>
    internal void StartStandardOut() => Subscribe(_standardOut, Logging.LogLevelFor(system.Settings.StdoutLogLevel));

    /// <summary>Starts the loggers that the configuration names.</summary>
    /// <exception cref="Configuration.ConfigurationException">There is no such logger, or it does not start.</exception>
    internal void Start()
    {
        foreach (var name in system.Settings.Loggers)
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
        var logger = system.SystemActorOf(new Props(type, []), $"log{_loggers.Count + 1}-{type.Name}");
        var started = logger.Ask(new InitializeLogger(system.EventStream), system.Settings.LoggerStartTimeout);
        if (system.Settings.LoggerAsyncStart)
        {
            _ = started.ContinueWith(
                task => system.Log.Error(task.Exception, "Logger {0} did not start", name),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
        else if (!Wait(started))
            throw new LoggerInitializationException($"Logger {name} did not respond with LoggerInitialized within {system.Settings.LoggerStartTimeout}");

        Subscribe(logger, Logging.LogLevelFor(system.Settings.LogLevel));
        _loggers.Add(logger);
    }

    private static bool Wait(Task<object> started)
    {
        try
        {
            return started.GetAwaiter().GetResult() is LoggerInitialized;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    private void Subscribe(IActorRef logger, LogLevel lowest)
    {
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            if (level >= lowest)
                system.EventStream.Subscribe(logger, Logging.ClassFor(level));
        }
    }
}
