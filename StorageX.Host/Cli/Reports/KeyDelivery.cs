using StorageX.Errors;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli.Reports;

/// <summary>Prints a key; when nobody takes it there, standard error is better than losing the file.</summary>
internal static class KeyDelivery
{
    /// <summary>Prints it as the command's result, or in its last JSON line.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="json">Writes the last JSON line; null where text is wanted.</param>
    /// <returns>The exit code.</returns>
    public static int Deliver(Terminal terminal, string key, Action<JsonLines>? json)
    {
        try
        {
            if (json is not null)
                json(new JsonLines(terminal.Output));
            else
                terminal.WriteResult(key);
            return ExitCode.Done;
        }
        catch (IOException exception)
        {
            terminal.WriteNotice($"the file is stored, but its key could not be delivered ({SystemWords.Of(exception)}); the key is {key}");
            return ExitCode.Failed;
        }
    }
}
