namespace Akka.Event;

/// <summary>Takes the log lines of one source. The methods to call are in <see cref="LoggingExtensions"/>.</summary>
public interface ILoggingAdapter
{
    /// <summary>Fills templates.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether debug lines are published.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether info lines are published.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether warnings are published.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether errors are published.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether lines of a level are published.</summary>
    /// <returns>True if so.</returns>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Publishes a line.</summary>
    void Log(LogLevel logLevel, Exception? cause, string format);
    void Log(LogLevel logLevel, Exception? cause, LogMessage message);
}

/// <summary>Publishes to a bus.</summary>
internal sealed class BusLogging(LoggingBus bus, string source, Type type) : ILoggingAdapter
{
    public ILogMessageFormatter Formatter => SemanticLogMessageFormatter.Instance;

    public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);

    public bool IsInfoEnabled => IsEnabled(LogLevel.InfoLevel);

    public bool IsWarningEnabled => IsEnabled(LogLevel.WarningLevel);

    public bool IsErrorEnabled => IsEnabled(LogLevel.ErrorLevel);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= bus.LogLevel;

    public void Log(LogLevel logLevel, Exception? cause, string format) => Publish(logLevel, cause, format);

    public void Log(LogLevel logLevel, Exception? cause, LogMessage message) => Publish(logLevel, cause, message);

    private void Publish(LogLevel level, Exception? cause, object message)
    {
        if (IsEnabled(level))
        {
            bus.Publish(level switch
            {
                LogLevel.DebugLevel => new Debug(cause, source, type, message),
                LogLevel.InfoLevel => new Info(cause, source, type, message),
                LogLevel.WarningLevel => new Warning(cause, source, type, message),
                _ => new Error(cause, source, type, message),
            });
        }
    }
}
