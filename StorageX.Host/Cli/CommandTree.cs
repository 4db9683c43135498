using System.CommandLine;
using System.CommandLine.Help;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary>All commands and what they are called.</summary>
internal static class CommandTree
{
    /// <summary>The tree for one run; nothing of the engine is loaded before a command needs it.</summary>
    public static RootCommand Create(Terminal terminal, RunDaemon daemon)
    {
        var root = new RootCommand("Keeps any file or folder in any image host: upload prints one key, download restores it.")
        {
            Options.Config(),
            UploadCommand.Create(terminal),
            DownloadCommand.Create(terminal),
            InfoCommand.Create(terminal),
            LsCommand.Create(terminal),
            LsCommand.CreateFind(terminal),
            CatCommand.Create(terminal),
            DiffCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            HealthCommand.Create(terminal),
            RepairCommand.Create(terminal),
            CopyCommand.Create(terminal),
            CopyCommand.CreateMove(terminal),
            HistoryCommand.Create(terminal),
            DeleteCommand.Create(terminal),
            PruneCommand.Create(terminal),
            ForgetCommand.Create(terminal),
            BackendCommand.Create(terminal),
            SecretCommand.Create(terminal),
            DaemonCommand.Create(terminal, daemon),
            JobCommand.Create(terminal),
            ShareCommand.Create(terminal),
            CompletionCommand.Create(terminal),
        };
        DropSlashes(root.Options.OfType<HelpOption>().Single());
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(terminal);
        return root;
    }

    /// <summary>Help is asked for with a dash; a slash begins a path.</summary>
    private static void DropSlashes(HelpOption help)
    {
        foreach (var alias in help.Aliases.Where(alias => alias.StartsWith('/')).ToList())
            help.Aliases.Remove(alias);
    }
}
