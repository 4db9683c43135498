using System.CommandLine;
using System.CommandLine.Invocation;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary>Runs one command line: parses it, lets its command work, and turns whatever goes wrong into one line.</summary>
internal static class CommandLine
{
    /// <summary>
    /// How arguments are read. Response files are off: a key may be written <c>@file</c>, and a file's content must
    /// never become options.
    /// </summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the command that <paramref name="args"/> name.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="daemon">Runs a daemon, if that is the command.</param>
    /// <returns>The program's exit code (see <see cref="ExitCode"/>).</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, RunDaemon daemon)
    {
        var parsed = CommandTree.Create(terminal, daemon).Parse(HelpWords.Read(args), Parsing);
        var report = new FailureReport(terminal, Options.WantsJson(parsed));
        if (RunsACommand(parsed) && ForeignArguments.Describe(parsed, terminal.Names) is { } foreign)
            return report.Write(Failure.Usage(foreign));
        if (RunsACommand(parsed) && UsageText.Describe(parsed) is { } mistake)
            return report.Write(mistake);
        if (parsed.Action is not AsynchronousCommandLineAction && !RunsACommand(parsed))
            return parsed.Invoke();

        using var interrupt = new Interrupt();
        try
        {
            var quietly = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var work = Task.Run(() => parsed.InvokeAsync(quietly, interrupt.Token));
            // A daemon has its own time to end in.
            return await (parsed.CommandResult.Command.Name == DaemonCommand.Name ? work : interrupt.EndOfAsync(work, terminal.Time));
        }
        catch (Exception exception)
        {
            return report.Write(Failure.From(exception, interrupt.HasCome), exception);
        }
    }

    /// <summary>Whether this is not a request for help, the version or completions, which are answered whatever else is wrong.</summary>
    private static bool RunsACommand(ParseResult parsed) =>
        parsed.Action is ParseErrorAction || parsed.Action == parsed.CommandResult.Command.Action;
}
