using System.CommandLine;
using System.CommandLine.Parsing;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary>The options by which a command reaches a daemon.</summary>
internal static class DaemonOption
{
    /// <summary>Where the daemon is.</summary>
    public static Option<string> At() => Options.Text("--at", "URL", "Where the daemon is; without it, as the configuration says");

    /// <summary>Leave the work to a daemon.</summary>
    public static Option<bool> Daemon() => new("--daemon") { Description = "Leave it to the daemon, and print the job's number" };

    /// <summary>Wait for what the daemon does.</summary>
    public static Option<bool> Wait() => new("--wait") { Description = "With --daemon: wait until it is done, and print what would be printed without it" };

    /// <summary>How soon the daemon does it.</summary>
    public static Option<int?> Priority() => Options.Number("--priority", RequestLimits.LeastPriority, RequestLimits.MostPriority, "With --daemon: the higher, the sooner; 0 without it", signed: true);

    /// <summary>Refuses options that mean nothing without a daemon, or with one.</summary>
    public static void Validate(CommandResult result, Option<bool> daemon, IEnumerable<Option> only, IEnumerable<Option> never)
    {
        var given = result.GetValue(daemon);
        foreach (var option in (given ? never : only).Where(option => result.GetResult(option) is { Implicit: false }))
            result.AddError(given ? $"{option.Name} is the daemon's own to set; see its configuration" : $"{option.Name} needs --daemon");
    }

    /// <summary>A client of the daemon that a command line means.</summary>
    public static DaemonClient Open(ParseResult parsed, Option<string> at) =>
        DaemonClient.Open(parsed.GetValue(at), StorageXSettings.Load(Options.ConfigFile(parsed)));
}
