using StorageX.Errors;

namespace StorageX.Host.Cli.Terminals;

/// <summary>Tells a failure: one line on standard error, and with <c>--json</c> an event on standard output too.</summary>
/// <param name="terminal">Where to tell it.</param>
/// <param name="json">Whether a program reads standard output.</param>
internal sealed class FailureReport(Terminal terminal, bool json)
{
    /// <summary>Tells it; says nothing when the reader of standard output has gone, which is no news to anyone.</summary>
    /// <returns>The exit code that goes with it.</returns>
    public int Write(Failure failure, Exception? cause = null)
    {
        if (terminal.OutputIsClosed)
            return ExitCode.Failed;

        var hint = failure.IsBug && !terminal.ShowsDetails ? "; set STORAGEX_DEBUG=1 to see where, and report it" : "";
        terminal.WriteNotice(failure.Message + hint);
        if (terminal.ShowsDetails && cause is not null)
            terminal.WriteError(SecretText.Cut(cause.ToString()));
        if (json)
            TryWriteEvent(failure);
        return failure.ExitCode;
    }

    private void TryWriteEvent(Failure failure)
    {
        try
        {
            new JsonLines(terminal.Output).Error(new Failure(failure.ExitCode, failure.Kind, terminal.Names.Show(failure.Message)));
        }
        catch (IOException)
        {
            // Standard error has it already, and the exit code says the same.
        }
    }
}
