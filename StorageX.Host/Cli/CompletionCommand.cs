using System.CommandLine;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>
/// <c>storagex completion</c>: prints a script that completes commands and options in a shell. It asks this program what
/// fits (the <c>[suggest]</c> directive), so it needs no other tool and never falls behind.
/// </summary>
internal static class CompletionCommand
{
    private static readonly (string Shell, string Script)[] Scripts =
    [
        ("bash", "storagex.bash"),
        ("zsh", "storagex.zsh"),
        ("fish", "storagex.fish"),
        ("pwsh", "storagex.ps1"),
    ];

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong([.. Scripts.Select(known => known.Shell)]);
        var command = new Command("completion", "Print a script that completes commands and options in your shell") { shell };
        command.SetAction(parsed =>
        {
            terminal.WriteText(Read(Scripts.Single(known => known.Shell == parsed.GetValue(shell)).Script).TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }

    private static string Read(string script)
    {
        using var resource = typeof(CompletionCommand).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
