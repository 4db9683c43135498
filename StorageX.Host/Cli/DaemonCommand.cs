using System.CommandLine;
using StorageX.Host.Daemon;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Cli;

/// <summary><c>storagex daemon</c>: works on jobs until it is asked to end.</summary>
internal static class DaemonCommand
{
    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var listen = Options.Text("--listen", "URL", "Where to listen, for example http://127.0.0.1:7117; port 0 for any free one");
        var remote = new Option<bool>("--allow-remote") { Description = "Let it listen on an address that other machines reach; they need the token too" };
        var command = new Command("daemon", "Work on jobs in the background, taken over HTTP, until it is asked to end") { listen, remote };
        command.SetAction((parsed, cancel) => RunAsync(terminal, Settings(parsed, parsed.GetValue(listen)), parsed.GetValue(remote), cancel));
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

    private static async Task<int> RunAsync(Terminal terminal, StorageXSettings settings, bool remote, CancellationToken cancel)
    {
        if (!remote && !HostNames.IsLoopback(settings.Daemon.Listen))
            throw new UsageException($"{settings.Daemon.Listen} can be reached from other machines; if that is wanted, add --allow-remote");
        await using var server = await DaemonServer.StartAsync(settings, terminal.Time);
        terminal.WriteNotice($"listening on {server.Address.AbsoluteUri.TrimEnd('/')}; the token is in {settings.Daemon.TokenFile}");
        Supervisor.Ready();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancel.Register(ended.SetResult))
            await ended.Task;
        Supervisor.Stopping();
        terminal.WriteNotice($"ending; running jobs have {settings.Daemon.DrainTimeout.TotalSeconds:0} s, then they are parked until the next start");
        await server.EndAsync(settings.Daemon.DrainTimeout);
        return ExitCode.Done;
    }
}
