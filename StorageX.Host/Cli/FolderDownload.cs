using System.CommandLine;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex download</c> of a folder.</summary>
internal sealed class FolderDownload
{
    private readonly Terminal _terminal;
    private readonly TransferCommandOptions _options;
    private readonly Option<string[]> _include = new("--include") { Description = "Of a folder, restore only what a pattern fits, and what is below it; may be given again", HelpName = "PATTERN" };
    private readonly Option<bool> _skipExisting = new("--skip-existing") { Description = "Leave files of a folder that are there already as they are" };
    private readonly Option<string> _tar = new("--tar") { Description = "Write a folder as a tar archive: to a file, or to - for standard output", HelpName = "FILE" };

    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="options">What all transfers are told.</param>
    public FolderDownload(Terminal terminal, TransferCommandOptions options) => (_terminal, _options) = (terminal, options);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_include);
        command.Add(_skipExisting);
        command.Add(_tar);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_tar) == "-" && _options.WantsJson(result))
                result.AddError("--json and '--tar -' both need standard output; leave one out");
            if (result.GetValue(_tar) is not null && result.GetValue(_skipExisting))
                result.AddError("--tar writes one file, which --skip-existing means nothing to; leave one out");
            if (_options.IsForDaemon(result) && (result.GetValue(_tar) is not null || result.GetValue(_skipExisting) || result.GetValue(_include) is { Length: > 0 }))
                result.AddError("the daemon restores files alone; leave --daemon out");
        });
    }

    /// <summary>Whether the command line has options that only folders have.</summary>
    public bool IsWanted(ParseResult parsed) => parsed.GetValue(_tar) is not null || parsed.GetValue(_skipExisting) || parsed.GetValue(_include) is { Length: > 0 };

    /// <summary>Restores the folder, prints its path, and names what could not be restored.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ParseResult parsed, StorageXSettings settings, string key, string? target, bool force, long? maxSize, CancellationToken cancel)
    {
        await using var storage = new Storage(settings);
        var asked = new FolderDownloadOptions { Overwrite = force, SkipExisting = parsed.GetValue(_skipExisting), Include = parsed.GetValue(_include) ?? [], MaxSize = maxSize };
        if (parsed.GetValue(_tar) is { } tar)
            return await WriteTarAsync(parsed, storage, key, tar, asked, cancel);
        if (target == "-")
            throw new UsageException("a folder is no stream: name a folder to fill, or write an archive with --tar -");
        FolderDownloadResult result;
        await using (var view = _options.Show(parsed, "download", onContent: false))
            result = await storage.DownloadFolderAsync(key, target, asked, view.Progress, cancel);
        ProblemText.Tell(_terminal, result.Problems, result.ProblemCount, "restored");
        if (_options.WantsJson(parsed.CommandResult))
            new JsonLines(_terminal.Output).DownloadedFolder(result);
        else
            _terminal.WriteResult(result.Path);
        return result.Missing switch
        {
            TransferErrorKind.Lost => ExitCode.Lost,
            not null => ExitCode.Corrupt,
            _ => result.ProblemCount > 0 ? ExitCode.Failed : ExitCode.Done,
        };
    }

    private async Task<int> WriteTarAsync(ParseResult parsed, Storage storage, string key, string tar, FolderDownloadOptions asked, CancellationToken cancel)
    {
        await using (var view = _options.Show(parsed, "download", onContent: tar == "-" && _terminal.ShowsOutput))
        {
            if (tar == "-")
                await storage.DownloadTarAsync(key, _terminal.Output, asked, view.Progress, cancel);
            else
                await storage.DownloadTarAsync(key, tar, asked, view.Progress, cancel);
        }

        if (tar == "-")
            return ExitCode.Done;
        if (_options.WantsJson(parsed.CommandResult))
            new JsonLines(_terminal.Output).Restored(Path.GetFullPath(tar));
        else
            _terminal.WriteResult(Path.GetFullPath(tar));
        return ExitCode.Done;
    }
}
