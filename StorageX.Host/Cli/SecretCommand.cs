using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex secret</c>: carries the user's secret to another machine.</summary>
internal static class SecretCommand
{
    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var export = new Command("export", "Print the secret: keep it where you keep passwords") { json };
        export.SetAction(parsed =>
        {
            var secret = SecretFile.Export(StorageXSettings.Load(Options.ConfigFile(parsed)));
            if (parsed.GetValue(json))
                new JsonLines(terminal.Output).Secret(secret);
            else
                terminal.WriteResult(secret);
            return ExitCode.Done;
        });
        var text = new Argument<string>("secret") { Description = "@FILE, or @- for standard input: a secret in a command line can be seen by others" };
        var import = new Command("import", "Use a secret that export printed elsewhere, in place of the one here") { text, json };
        import.SetAction(async (parsed, cancel) =>
        {
            var secret = await KeyText.ReadAsync(parsed.GetRequiredValue(text), terminal, cancel);
            SecretFile.Import(StorageXSettings.Load(Options.ConfigFile(parsed)), secret);
            if (parsed.GetValue(json))
                new JsonLines(terminal.Output).Secret(null);
            return ExitCode.Done;
        });
        return new Command("secret", "Carry your secret to another machine, so that what is stored is found there too") { export, import };
    }
}
