namespace Akka.Event;

/// <summary>How much a log event matters.</summary>
public enum LogLevel
{
    /// <summary>For those who look for a fault.</summary>
    DebugLevel,

    /// <summary>What goes on.</summary>
    InfoLevel,

    /// <summary>What may be wrong.</summary>
    WarningLevel,

    /// <summary>What is wrong.</summary>
    ErrorLevel,
}

/// <summary>A line for the log.</summary>
public abstract class LogEvent
{
    private readonly DateTime _time = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private protected LogEvent(Exception? cause, string logSource, Type logClass, object? message) =>
        (Cause, LogSource, LogClass, Message) = (cause!, logSource, logClass, message ?? "");

    /// <summary>The exception, if there is one.</summary>
    public Exception Cause { get; protected set; }

    /// <summary>Who; of an actor its path.</summary>
    public string LogSource { get; protected set; }

    /// <summary>The class of the source.</summary>
    public Type LogClass { get; protected set; }

    /// <summary>The message; its text is made by <c>ToString</c>.</summary>
    public object Message { get; protected set; }

    /// <summary>The level.</summary>
    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        var line = $"[{GetType().Name.ToUpperInvariant()}][{_time:MM/dd/yyyy HH:mm:ss.fff}Z][Thread {_thread:D4}][{LogSource}] {Message}";
        return Cause == null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }
}

/// <summary>A line for those who look for a fault.</summary>
public class Debug(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>A line about what goes on.</summary>
public class Info(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

/// <summary>A line about what may be wrong.</summary>
public class Warning(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

/// <summary>A line about what is wrong.</summary>
public class Error(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
