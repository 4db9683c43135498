using System.CommandLine;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary>What the commands that delete share: they ask first, and tell what could not be deleted.</summary>
/// <param name="terminal">Where they read and write.</param>
internal sealed class DeletionOptions(Terminal terminal)
{
    private readonly Option<bool> _dryRun = new("--dry-run", "-n") { Description = "Delete nothing; only count what would be deleted" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask; without a terminal to ask on, this is needed" };
    private readonly DaemonOptions _daemon = new(terminal);
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    /// <summary>Adds the options to a command, behind its own.</summary>
    public void AddTo(Command command)
    {
        command.Add(_dryRun);
        command.Add(_yes);
        _daemon.AddTo(command);
        command.Add(_json);
        command.Add(_quiet);
    }

    /// <summary>Whether nothing is deleted.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>Shows how far it is.</summary>
    public TransferView Show(ParseResult parsed, string label) => TransferView.Open(terminal, label, parsed.GetValue(_json), parsed.GetValue(_quiet));

    /// <summary>Asks whether it is meant, unless that was said.</summary>
    /// <returns>Whether it is.</returns>
    /// <exception cref="UsageException">There is nobody to ask.</exception>
    public async Task<bool> ConfirmAsync(ParseResult parsed, string question, CancellationToken cancel)
    {
        if (parsed.GetValue(_dryRun) || parsed.GetValue(_yes))
            return true;
        if (!terminal.CanAsk || parsed.GetValue(_json))
            throw new UsageException("there is nobody to ask whether this is meant; say it with --yes, or look first with --dry-run");
        if (await terminal.AskAsync(question, cancel))
            return true;
        terminal.WriteNotice("nothing was deleted");
        return false;
    }

    /// <summary>Tells what was done, and what could not be.</summary>
    /// <returns>The exit code: what could not be deleted makes it no success.</returns>
    public int Tell(ParseResult parsed, DeletionReport report, Func<DeletionView, string> words, string? warning)
    {
        var view = DeletionView.Of(report);
        var code = DeletionText.Tell(view, words(view), terminal, parsed.GetValue(_json));
        if (warning is not null)
            terminal.WriteNotice(warning);
        return code;
    }

    /// <summary>Whether a daemon is to do it.</summary>
    public bool IsForDaemon(ParseResult parsed) => _daemon.IsForDaemon(parsed.CommandResult);

    /// <summary>How soon a daemon does it.</summary>
    public int? Priority(ParseResult parsed) => _daemon.Priority(parsed);

    /// <summary>Leaves it to a daemon, and waits for it if that is wanted.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> SubmitAsync(ParseResult parsed, Func<Submission, Task<JobView>> submit, CancellationToken cancel) =>
        _daemon.SubmitAsync(parsed, parsed.GetValue(_json), parsed.GetValue(_quiet), submit, cancel);
}
