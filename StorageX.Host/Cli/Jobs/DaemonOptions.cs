using System.CommandLine;
using System.CommandLine.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary>The options by which a command leaves its work to a daemon.</summary>
/// <param name="terminal">Where it reads and writes.</param>
internal sealed class DaemonOptions(Terminal terminal)
{
    private readonly Option<bool> _daemon = DaemonOption.Daemon();
    private readonly Option<bool> _wait = DaemonOption.Wait();
    private readonly Option<int?> _priority = DaemonOption.Priority();
    private readonly Option<string> _at = DaemonOption.At();

    /// <summary>Adds the options to a command, behind its own.</summary>
    /// <param name="command">The command.</param>
    /// <param name="never">Its options that mean nothing to a daemon.</param>
    public void AddTo(Command command, params Option[] never)
    {
        foreach (var option in new Option[] { _daemon, _wait, _priority, _at })
            command.Add(option);
        command.Validators.Add(result => DaemonOption.Validate(result, _daemon, [_wait, _priority, _at], never));
    }

    /// <summary>Whether a daemon is to do it.</summary>
    public bool IsForDaemon(SymbolResult result) => result.GetValue(_daemon);

    /// <summary>How soon a daemon does it.</summary>
    public int? Priority(ParseResult parsed) => parsed.GetValue(_priority);

    /// <summary>Leaves it to a daemon, and waits for it if that is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="json">Whether a program reads standard output.</param>
    /// <param name="quiet">Whether no progress is shown.</param>
    /// <param name="submit">Submits it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> SubmitAsync(ParseResult parsed, bool json, bool quiet, Func<Submission, Task<JobView>> submit, CancellationToken cancel)
    {
        using var client = DaemonOption.Open(parsed, _at);
        var submission = new Submission(client, terminal);
        var job = await submit(submission);
        return await submission.FinishAsync(job, parsed.GetValue(_wait), json, quiet, cancel);
    }
}
