using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex daemon</c>: works on jobs until it is asked to end.</summary>
internal static class DaemonCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "daemon";

    /// <summary>The command, ready for the tree.</summary>
    /// <param name="terminal">Where it tells how the daemon is.</param>
    /// <param name="daemon">Runs the daemon.</param>
    public static Command Create(Terminal terminal, RunDaemon daemon)
    {
        var listen = Options.Text("--listen", "URL", "Where to listen, for example http://127.0.0.1:7117; port 0 for any free one");
        var remote = new Option<bool>("--allow-remote") { Description = "Let it listen on an address that other machines reach; they need the token too" };
        var json = Options.Json();
        var command = new Command(Name, "Work on jobs in the background, taken over HTTP, until it is asked to end") { listen, remote, json };
        command.SetAction((parsed, cancel) => RunAsync(
            terminal, daemon, StorageXSettings.Load(Options.ConfigFile(parsed)), parsed.GetValue(listen), parsed.GetValue(remote), parsed.GetValue(json), cancel));
        return command;
    }

    private static DaemonSettings Listening(DaemonSettings settings, string? listen)
    {
        if (listen is null)
            return settings;
        return Uri.TryCreate(listen, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? settings with { Listen = uri }
            : throw new UsageException($"--listen takes a URL such as http://127.0.0.1:7117, not '{listen}'");
    }

    private static string? Line(DaemonNews news) => news switch
    {
        DaemonNews.Listening listening => $"listening on {listening.Address.AbsoluteUri.TrimEnd('/')}; the token is in {listening.TokenFile}",
        DaemonNews.Ending ending => $"ending; running jobs have {ending.Patience.TotalSeconds:0} s, then they are parked until the next start",
        _ => null,
    };

    private static async Task<int> RunAsync(Terminal terminal, RunDaemon daemon, StorageXSettings settings, string? listen, bool remote, bool json, CancellationToken cancel)
    {
        var own = Listening(DaemonSettings.Of(settings), listen);
        if (!remote && !Loopback.Is(own.Listen))
            throw new UsageException($"{own.Listen} can be reached from other machines; if that is wanted, add --allow-remote");
        await daemon(settings, own, terminal.Time, Tell, cancel);
        Tell(new DaemonNews.Ended());
        return ExitCode.Done;

        void Tell(DaemonNews news)
        {
            if (json)
                new JsonLines(terminal.Output).Daemon(news);
            else if (Line(news) is { } line)
                terminal.WriteNotice(line);
        }
    }
}
