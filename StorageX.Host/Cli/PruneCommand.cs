using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex prune</c>: deletes the images that were stored from here and that no upload uses.</summary>
internal sealed class PruneCommand
{
    private readonly DeletionOptions _options;

    private PruneCommand(Terminal terminal) => _options = new DeletionOptions(terminal);

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var prune = new PruneCommand(terminal);
        var command = new Command("prune", "Delete the images of uploads from here that were cut off, and that no other upload uses");
        prune._options.AddTo(command);
        command.SetAction(prune.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
        if (!await _options.ConfirmAsync(parsed, "Delete all images that no upload in history uses? What was cut off is then sent anew.", cancel))
            return ExitCode.Failed;
        if (_options.IsForDaemon(parsed))
        {
            var asked = new PruneRequest { DryRun = _options.IsDryRun(parsed), Priority = _options.Priority(parsed) };
            return await _options.SubmitAsync(parsed, submission => submission.PruneAsync(asked, cancel), cancel);
        }

        await using var storage = new Storage(settings);
        DeletionReport report;
        await using (var view = _options.Show(parsed, "pruning"))
            report = await storage.PruneAsync(new DeleteOptions { DryRun = _options.IsDryRun(parsed) }, view.Progress, cancel);
        return _options.Tell(parsed, report, DeletionText.OfPrune, storage.Warning);
    }
}
