using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>The daemon's log: to standard error, as lines for a person, or as one JSON object a line for a program.</summary>
internal static class DaemonLogs
{
    /// <summary>Makes the log; disposed when nothing writes to it any more.</summary>
    /// <param name="json">Whether it is JSON.</param>
    public static ILoggerFactory Create(bool json) => new SecretFreeLogs(LoggerFactory.Create(logging =>
    {
        // What keeps it from starting is told in one line by whoever started it.
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }), stackTraces: json);
}
