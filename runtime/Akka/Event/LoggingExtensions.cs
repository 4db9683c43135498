namespace Akka.Event;

/// <summary>
/// Log lines by level, with or without an exception. Templates take values by number or by name; nothing is put into words
/// below the level.
/// </summary>
public static class LoggingExtensions
{
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.DebugLevel, null, format, arg1);
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.DebugLevel, null, format, arg1, arg2);

    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.InfoLevel, null, format, arg1);
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.InfoLevel, null, format, arg1, arg2);

    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.WarningLevel, null, format, arg1, arg2);

    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.ErrorLevel, null, format, arg1);
    public static void Error(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);
    public static void Error<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) => log.Log(LogLevel.ErrorLevel, cause, format, arg1);
}
