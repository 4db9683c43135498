using System.Text;
using Microsoft.Win32.SafeHandles;
using StorageX.Errors;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>
/// What is said where not even an error can be told in the usual way, because the system gives no more files for example: one line,
/// written with what every process has.
/// </summary>
internal static class LastWords
{
    private const int StandardError = 2;

    /// <summary>Says it, and gives the exit code.</summary>
    public static int Say(Exception error)
    {
        var cause = error.GetBaseException();
        // What cannot be loaded, although it lies beside the program, could not be opened.
        var hint = cause is FileLoadException or FileNotFoundException or DllNotFoundException or IOException
            ? "; are enough open files allowed here (ulimit -n)?"
            : "";
        var line = SecretText.Cut($"storagex: the program cannot go on: {cause.Message.ReplaceLineEndings(" ")}{hint}\n");
        using var errors = new FileStream(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        errors.Write(Encoding.UTF8.GetBytes(line));
        return ExitCode.Failed;
    }
}
