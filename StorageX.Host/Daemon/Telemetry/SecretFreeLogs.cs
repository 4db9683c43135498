using Microsoft.Extensions.Logging;
using StorageX.Errors;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>A log in which no line, and no exception, shows what looks like the secret of a key.</summary>
/// <param name="logs">Where the lines go; disposed with this.</param>
/// <param name="stackTraces">Whether a line shows where an exception came from, which is for programs that collect logs, not for a terminal.</param>
internal sealed class SecretFreeLogs(ILoggerFactory logs, bool stackTraces = true) : ILoggerFactory
{
    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Line(logs.CreateLogger(categoryName), stackTraces);

    /// <inheritdoc/>
    public void Dispose() => logs.Dispose();

    private sealed class Line(ILogger logger, bool stackTraces) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!logger.IsEnabled(logLevel))
                return;
            var text = formatter(state, exception);
            var whole = exception is null ? text : stackTraces ? $"{text}: {exception}" : $"{text}: {exception.GetType().Name}: {exception.Message}";
            var cut = SecretText.Cut(whole);
            if (cut == whole && (exception is null || stackTraces))
                logger.Log(logLevel, eventId, state, exception, formatter);
            else
                logger.Log(logLevel, eventId, cut, null, (line, _) => line);
        }
    }
}
