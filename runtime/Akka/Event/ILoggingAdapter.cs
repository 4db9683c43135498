namespace Akka.Event;

/// <summary>Takes the log lines of one source. The methods to call are in <see cref="LoggingExtensions"/>.</summary>
public interface ILoggingAdapter
{
    /// <summary>Publishes a line, unless its level is below the lowest that is published.</summary>
    internal void Log(LogLevel level, Exception? cause, string format, params object?[] args);
}

/// <summary>Publishes to a bus.</summary>
internal sealed class BusLogging(EventStream bus, string source, Type type) : ILoggingAdapter
{
    public void Log(LogLevel level, Exception? cause, string format, params object?[] args)
    {
        if (level < bus.LogLevel)
            return;

        object message = args.Length == 0 ? format : new LogMessage(format, args);
        bus.Publish(level switch
        {
            LogLevel.DebugLevel => new Debug(cause, source, type, message),
            LogLevel.InfoLevel => new Info(cause, source, type, message),
            LogLevel.WarningLevel => new Warning(cause, source, type, message),
            _ => new Error(cause, source, type, message),
        });
    }
}
