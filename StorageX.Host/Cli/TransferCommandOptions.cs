using System.CommandLine;
using System.CommandLine.Parsing;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Pacing;

namespace StorageX.Host.Cli;

/// <summary>What uploads and downloads are told alike: how fast, by whom, and what is shown meanwhile.</summary>
/// <param name="terminal">Where they read and write.</param>
internal sealed class TransferCommandOptions(Terminal terminal)
{
    private readonly Option<string> _limitRate = Options.LimitRate();
    private readonly DaemonOptions _daemon = new(terminal);
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    /// <summary>Adds the options to a command, behind its own.</summary>
    public void AddTo(Command command)
    {
        command.Add(_limitRate);
        _daemon.AddTo(command, _limitRate);
        command.Add(_json);
        command.Add(_quiet);
    }

    /// <summary>Whether a daemon is to do it.</summary>
    public bool IsForDaemon(SymbolResult result) => _daemon.IsForDaemon(result);

    /// <summary>Whether a program reads standard output.</summary>
    public bool WantsJson(SymbolResult result) => result.GetValue(_json);

    /// <summary>How soon a daemon does it.</summary>
    public int? Priority(ParseResult parsed) => _daemon.Priority(parsed);

    /// <summary>Settings with the limit on bytes a second that the command line has, if it has one.</summary>
    public StorageXSettings Limited(ParseResult parsed, StorageXSettings settings) => parsed.GetValue(_limitRate) is { } text && RateSchedule.Parse(text) is { } rate
        ? settings with { Uploads = settings.Uploads with { LimitRate = rate }, Downloads = settings.Downloads with { LimitRate = rate } }
        : settings;

    /// <summary>Shows how far it is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="label">What is going on, for a person.</param>
    /// <param name="onContent">Whether the file itself is read from the terminal, or written to it: then nothing else is.</param>
    public TransferView Show(ParseResult parsed, string label, bool onContent) => TransferView.Open(terminal, label, parsed.GetValue(_json), parsed.GetValue(_quiet) || onContent);

    /// <summary>Leaves it to a daemon, and waits for it if that is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="submit">Submits it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The exit code.</returns>
    public Task<int> SubmitAsync(ParseResult parsed, Func<Submission, Task<JobView>> submit, CancellationToken cancel) =>
        _daemon.SubmitAsync(parsed, parsed.GetValue(_json), parsed.GetValue(_quiet), submit, cancel);
}
