using System.CommandLine;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary>What the commands share that store again what is stored.</summary>
/// <param name="terminal">Where they read and write.</param>
/// <param name="to">What <c>--to</c> is for.</param>
internal sealed class RehostOptions(Terminal terminal, string to)
{
    private readonly DaemonOptions _daemon = new(terminal);
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    /// <summary>Where images go.</summary>
    public Option<string> To { get; } = Options.Text("--to", "BACKEND", to);

    /// <summary>Adds the options that stand behind a command's own.</summary>
    public void AddTo(Command command)
    {
        _daemon.AddTo(command);
        command.Add(_json);
        command.Add(_quiet);
    }

    /// <summary>Whether a program reads standard output.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The backend or pool that was named, or the backends.</summary>
    public (string? Backend, IReadOnlyList<string>? Hosts) Hosts(ParseResult parsed) => BackendNames.Of(parsed.GetValue(To));

    /// <summary>Shows how far it is.</summary>
    public TransferView Show(ParseResult parsed, string label) => TransferView.Open(terminal, label, parsed.GetValue(_json), parsed.GetValue(_quiet));

    /// <summary>Whether a daemon is to do it.</summary>
    public bool IsForDaemon(ParseResult parsed) => _daemon.IsForDaemon(parsed.CommandResult);

    /// <summary>How soon a daemon does it.</summary>
    public int? Priority(ParseResult parsed) => _daemon.Priority(parsed);

    /// <summary>Leaves it to a daemon, and waits for it if that is wanted.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> SubmitAsync(ParseResult parsed, Func<Submission, Task<JobView>> submit, CancellationToken cancel) =>
        _daemon.SubmitAsync(parsed, WantsJson(parsed), parsed.GetValue(_quiet), submit, cancel);
}
