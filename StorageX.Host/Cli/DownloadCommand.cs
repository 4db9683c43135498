using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Settings;

namespace StorageX.Host.Cli;

/// <summary><c>storagex download</c>: restores a file or a folder and prints its path.</summary>
internal sealed class DownloadCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Argument<string?> _file = new("file")
    {
        Description = "Where to write it: a file, a directory, or - for standard output; for a folder, the folder to fill; without it, under its own name here",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace files that are already there" };
    private readonly Option<string> _maxSize = Options.Text(
        "--max-size", "SIZE", "Refuse a larger file, for example 500MB or 2GiB", text => ByteSize.Parse(text) is not null, "a size such as 500MB or 2GiB");
    private readonly FolderDownload _folder;
    private readonly TransferCommandOptions _options;

    private DownloadCommand(Terminal terminal)
    {
        (_terminal, _options) = (terminal, new TransferCommandOptions(terminal));
        _folder = new FolderDownload(terminal, _options);
    }

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var download = new DownloadCommand(terminal);
        var command = new Command("download", "Restore the file or folder that a key leads to") { download._key, download._file, download._force, download._maxSize };
        command.Validators.Add(result =>
        {
            if (result.GetValue(download._file) == "-" && download._options.WantsJson(result))
                result.AddError("--json and '-' both need standard output; leave one out");
        });
        download._folder.AddTo(command);
        download._options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (download._options.IsForDaemon(result) && result.GetValue(download._file) == "-")
                result.AddError("the daemon writes to no one's standard output; name a file");
        });
        command.SetAction(download.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var key = await KeyText.ReadKeyAsync(parsed.GetRequiredValue(_key), settings, _terminal, cancel);
        RequireReach(parsed.GetValue(_file), _options.IsForDaemon(parsed.CommandResult));
        if (_options.IsForDaemon(parsed.CommandResult))
            return await _options.SubmitAsync(parsed, submission => submission.DownloadAsync(Asked(key, parsed), cancel), cancel);
        if (_folder.IsWanted(parsed))
            return await FolderAsync(key, settings.Value, parsed, cancel);
        DownloadResult result;
        try
        {
            result = await DownloadAsync(key, settings.Value, parsed, cancel);
        }
        catch (TransferException error) when (error.Kind == TransferErrorKind.IsFolder && parsed.GetValue(_file) != "-")
        {
            return await FolderAsync(key, settings.Value, parsed, cancel);
        }

        if (result.Path is { } restored && NameNotes.OnRestoring(result.Manifest.FileName, restored) is { } note)
            _terminal.WriteNotice(note);
        if (_options.WantsJson(parsed.CommandResult))
            new JsonLines(_terminal.Output).Downloaded(result.Path is { } shown ? result with { Path = _terminal.Names.Show(shown) } : result);
        else if (result.Path is { } path)
            _terminal.WriteResult(path);
        return ExitCode.Done;
    }

    private void RequireReach(string? file, bool forDaemon)
    {
        if (file is not null && _terminal.Names.Find(file) is { } foreign && !Directory.Exists(file))
            throw new UsageException($"{foreign.Shown}: its name is not UTF-8, and a file is only written under one that is; give another, and rename it afterwards");
        if (file is not null && forDaemon && _terminal.Names.Concerns(file))
            throw new UsageException($"{file}: the daemon cannot be told a name that is not UTF-8; give another directory, or leave --daemon out");
    }

    private DownloadRequest Asked(string key, ParseResult parsed) => new()
    {
        Key = key,
        Path = Path.GetFullPath(parsed.GetValue(_file) ?? "."),
        Overwrite = parsed.GetValue(_force),
        MaxSize = ByteSize.Parse(parsed.GetValue(_maxSize)),
        Priority = _options.Priority(parsed),
    };

    private Task<int> FolderAsync(string key, StorageXSettings settings, ParseResult parsed, CancellationToken cancel) =>
        _folder.RunAsync(parsed, _options.Limited(parsed, settings), key, parsed.GetValue(_file), parsed.GetValue(_force), ByteSize.Parse(parsed.GetValue(_maxSize)), cancel);

    private async Task<DownloadResult> DownloadAsync(string key, StorageXSettings settings, ParseResult parsed, CancellationToken cancel)
    {
        var file = parsed.GetValue(_file);
        var options = new DownloadOptions { Overwrite = parsed.GetValue(_force), KeepPartial = true, MaxSize = ByteSize.Parse(parsed.GetValue(_maxSize)) };
        await using var storage = new Storage(_options.Limited(parsed, settings));
        await using var view = _options.Show(parsed, "download", onContent: file == "-" && _terminal.ShowsOutput);
        var result = file == "-"
            ? await storage.DownloadAsync(key, _terminal.Output, options, view.Progress, cancel)
            : await storage.DownloadAsync(key, file, options, view.Progress, cancel);
        if (result.Restored > 0)
            _terminal.WriteNotice($"{ProgressText.Count(result.Restored, "piece")} could not be had, and {(result.Restored == 1 ? "was" : "were")} restored from the rest; 'storagex repair' with the same key stores what is missing anew");
        return result;
    }
}
