namespace Akka.Event;

/// <summary>Log lines by level. Templates take values by number or by name; nothing is put into words below the level.</summary>
public static class LoggingExtensions
{
    /// <summary>Publishes a line.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, Exception? cause, string format, object[] args)
    {
        if (log.IsEnabled(level))
            log.Log(level, cause, new FilledMessage(log.Formatter, format, args));
    }

    /// <summary>Publishes a debug line.</summary>
    public static void Debug(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Log(LogLevel.DebugLevel, null, format, [arg1!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.DebugLevel, null, format, [arg1!, arg2!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.DebugLevel, null, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.DebugLevel, null, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) =>
        log.Log(LogLevel.DebugLevel, cause, format, [arg1!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.DebugLevel, cause, format, [arg1!, arg2!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.DebugLevel, cause, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes a debug line.</summary>
    public static void Debug<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.DebugLevel, cause, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Log(LogLevel.InfoLevel, null, format, [arg1!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.InfoLevel, null, format, [arg1!, arg2!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.InfoLevel, null, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.InfoLevel, null, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) =>
        log.Log(LogLevel.InfoLevel, cause, format, [arg1!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.InfoLevel, cause, format, [arg1!, arg2!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.InfoLevel, cause, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes an info line.</summary>
    public static void Info<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.InfoLevel, cause, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Log(LogLevel.WarningLevel, null, format, [arg1!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.WarningLevel, null, format, [arg1!, arg2!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.WarningLevel, null, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.WarningLevel, null, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) =>
        log.Log(LogLevel.WarningLevel, cause, format, [arg1!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.WarningLevel, cause, format, [arg1!, arg2!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.WarningLevel, cause, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes a warning.</summary>
    public static void Warning<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.WarningLevel, cause, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes an error.</summary>
    public static void Error(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        log.Log(LogLevel.ErrorLevel, null, format, [arg1!]);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.ErrorLevel, null, format, [arg1!, arg2!]);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.ErrorLevel, null, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.ErrorLevel, null, format, [arg1!, arg2!, arg3!, arg4!]);

    /// <summary>Publishes an error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) =>
        log.Log(LogLevel.ErrorLevel, cause, format, [arg1!]);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) =>
        log.Log(LogLevel.ErrorLevel, cause, format, [arg1!, arg2!]);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        log.Log(LogLevel.ErrorLevel, cause, format, [arg1!, arg2!, arg3!]);

    /// <summary>Publishes an error.</summary>
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        log.Log(LogLevel.ErrorLevel, cause, format, [arg1!, arg2!, arg3!, arg4!]);
}
