namespace Akka.Event;

/// <summary>Gets loggers.</summary>
public static class Logging
{
    /// <summary>The logger of an actor.</summary>
    /// <param name="context">The actor's context.</param>
    /// <param name="logMessageFormatter">Not used; templates are filled in one way.</param>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        new BusLogging(context.System.EventStream, context.Self.Path.ToString(), ((ActorCell)context).Props.Type);

    /// <summary>A logger for something that is no actor.</summary>
    /// <param name="system">The system.</param>
    /// <param name="logSourceObj">Who: an actor, a type, a text, or an object that stands for its type.</param>
    /// <param name="logMessageFormatter">Not used; templates are filled in one way.</param>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var name = logSourceObj switch
        {
            IActorRef actor => actor.Path.ToString(),
            ActorSystem => $"ActorSystem({system.Name})",
            string text => $"{text} ({Root(system)})",
            Type type => $"{type.Name} ({Root(system)})",
            _ => $"{logSourceObj.GetType().Name} ({Root(system)})",
        };
        return new BusLogging(system.EventStream, name, logSourceObj as Type ?? logSourceObj.GetType());
    }

    /// <summary>The level of a name in a configuration.</summary>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public static LogLevel LogLevelFor(string logLevel) => logLevel.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARN" or "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => (LogLevel)int.MaxValue,
        _ => throw new ArgumentException($"Unknown LogLevel: \"{logLevel}\"", nameof(logLevel)),
    };

    /// <summary>The classes of the events of a level and above.</summary>
    internal static IEnumerable<Type> ClassesFrom(LogLevel lowest) =>
        new[] { typeof(Debug), typeof(Info), typeof(Warning), typeof(Error) }.Skip((int)lowest);

    private static string Root(ActorSystem system) => $"akka://{system.Name}";
}
