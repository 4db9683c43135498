using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex daemon</c>: works on jobs until it is asked to end.</summary>
internal static class DaemonCommand
{
    /// <summary>The command, ready for the tree.</summary>
    /// <param name="terminal">Where it tells how the daemon is.</param>
    /// <param name="daemon">Runs the daemon.</param>
    public static Command Create(Terminal terminal, RunDaemon daemon)
    {
        var listen = Options.Text("--listen", "URL", "Where to listen, for example http://127.0.0.1:7117; port 0 for any free one");
        var remote = new Option<bool>("--allow-remote") { Description = "Let it listen on an address that other machines reach; they need the token too" };
        var command = new Command("daemon", "Work on jobs in the background, taken over HTTP, until it is asked to end") { listen, remote };
        command.SetAction((parsed, cancel) => RunAsync(terminal, daemon, Settings(parsed, parsed.GetValue(listen)), parsed.GetValue(remote), cancel));
        return command;
    }

    private static StorageXSettings Settings(ParseResult parsed, string? listen)
    {
        var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
        if (listen is null)
            return settings;
        return Uri.TryCreate(listen, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? settings with { Daemon = settings.Daemon with { Listen = uri } }
            : throw new UsageException($"--listen takes a URL such as http://127.0.0.1:7117, not '{listen}'");
    }

    private static async Task<int> RunAsync(Terminal terminal, RunDaemon daemon, StorageXSettings settings, bool remote, CancellationToken cancel)
    {
        if (!remote && !Loopback.Is(settings.Daemon.Listen))
            throw new UsageException($"{settings.Daemon.Listen} can be reached from other machines; if that is wanted, add --allow-remote");
        await daemon(settings, terminal.Time, terminal.WriteNotice, cancel);
        return ExitCode.Done;
    }
}
