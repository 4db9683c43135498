using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex upload</c> of a folder.</summary>
/// <param name="terminal">Where it reads and writes.</param>
/// <param name="options">What all transfers are told.</param>
internal sealed class FolderUpload(Terminal terminal, TransferCommandOptions options)
{
    /// <summary>Stores the folder, prints its key, and names what could not be stored.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ParseResult parsed, string folder, FolderUploadOptions asked, bool isDryRun, CancellationToken cancel)
    {
        var json = options.WantsJson(parsed.CommandResult);
        if (isDryRun)
            return DryRun(Storage.ScanFolder(folder, asked, cancel), json);
        await using var storage = new Storage(options.Limited(parsed, StorageXSettings.Load(Options.ConfigFile(parsed))));
        UploadNotes.Before(terminal, storage, asked.Upload!);
        FolderUploadResult result;
        await using (var view = options.Show(parsed, asked.Upload!.Name!, onContent: false))
            result = await storage.UploadFolderAsync(folder, asked, view.Progress, cancel);
        UploadNotes.After(terminal, storage, result.Upload);
        ProblemText.Tell(terminal, result.Problems, result.ProblemCount, "stored");
        var code = KeyDelivery.Deliver(terminal, result.Upload.Key, json ? lines => lines.UploadedFolder(result) : null);
        return code == ExitCode.Done && result.ProblemCount > 0 ? ExitCode.Failed : code;
    }

    private int DryRun(FolderScan scan, bool json)
    {
        ProblemText.Tell(terminal, scan.Problems, scan.ProblemCount, "stored");
        if (json)
            new JsonLines(terminal.Output).Scanned(scan);
        else
            terminal.WriteText($"would store {ProgressText.Count(scan.Files, "file")}, {ProgressText.Count(scan.Folders, "folder")} and {ProgressText.Count(scan.Links, "link")}: {ProgressText.Size(scan.Bytes)}");
        return scan.ProblemCount > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
