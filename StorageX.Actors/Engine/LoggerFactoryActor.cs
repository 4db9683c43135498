using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.Logging;
using StorageX.Errors;
using AkkaLevel = Akka.Event.LogLevel;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace StorageX.Engine;

/// <summary>
/// Hands the actor system's log to an <see cref="ILoggerFactory"/>: the category is the class that wrote the line, and <c>akka.loglevel</c>
/// says what comes at all. A configuration carries texts alone, so it names the factory by a number.
/// </summary>
internal sealed partial class LoggerFactoryActor : ReceiveActor
{
    private const string Key = "storagex-logger-factory";
    private static readonly ConcurrentDictionary<string, ILoggerFactory> Factories = new();
    private readonly Dictionary<string, ILogger> _loggers = [];
    private readonly string _number = Context.System.Settings.Config.GetString(Key) ?? "";
    private readonly ILoggerFactory _factory;

    public LoggerFactoryActor()
    {
        _factory = Factories.TryGetValue(_number, out var factory)
            ? factory
            : throw new InvalidOperationException($"akka.loggers names {nameof(LoggerFactoryActor)}, but this system was given no logger factory");
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Forward);
    }

    /// <summary>A configuration that sends the log of one actor system to a factory; it goes over the system's other configuration.</summary>
    /// <param name="factory">The factory; it must not be disposed before the system has ended.</param>
    public static Config To(ILoggerFactory factory)
    {
        var number = Guid.NewGuid().ToString("n");
        Factories[number] = factory;
        return ConfigurationFactory.ParseString(
            $"{Key} = {number}, akka.loggers = [\"{typeof(LoggerFactoryActor).FullName}, {typeof(LoggerFactoryActor).Assembly.GetName().Name}\"]");
    }

    /// <summary>A restart keeps the factory.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override void PostStop() => Factories.TryRemove(_number, out _);

    /// <summary>A provider that throws must not stop the log, nor fill it with its own failure: that goes to the standard error output.</summary>
    private void Forward(LogEvent entry)
    {
        try
        {
            var category = entry.LogClass.FullName ?? entry.LogClass.Name;
            if (!_loggers.TryGetValue(category, out var logger))
                _loggers[category] = logger = _factory.CreateLogger(category);
            var level = LevelOf(entry.LogLevel());
            if (!logger.IsEnabled(level))
                return;
            var text = SecretText.Cut(entry.Message?.ToString() ?? "");
            Write(logger, level, entry.Cause, entry.LogSource, text);
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"{entry}{Environment.NewLine}The logger failed on this line: {error.Message}");
        }
    }

    private static LogLevel LevelOf(AkkaLevel level) => level switch
    {
        AkkaLevel.DebugLevel => LogLevel.Debug,
        AkkaLevel.InfoLevel => LogLevel.Information,
        AkkaLevel.WarningLevel => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    [LoggerMessage(Message = "[{Source}] {Text}")]
    private static partial void Write(ILogger logger, LogLevel level, Exception? cause, string source, string text);
}
