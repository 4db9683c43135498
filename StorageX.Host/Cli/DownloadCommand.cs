using System.CommandLine;
using StorageX.Host.Cli.Progress;
using StorageX.Pacing;

namespace StorageX.Host.Cli;

/// <summary><c>storagex download</c>: restores a file and prints its path.</summary>
internal sealed class DownloadCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Argument<string?> _file = new("file")
    {
        Description = "Where to write it: a file, a directory, or - for standard output; without it, under its own name here",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace a file that is already there" };
    private readonly Option<string> _maxSize = Options.Text("--max-size", "SIZE", "Refuse a larger file, for example 500MB or 2GiB");
    private readonly Option<string> _limitRate = Options.LimitRate();
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    private DownloadCommand(Terminal terminal)
    {
        _terminal = terminal;
        _maxSize.Validators.Add(size =>
        {
            if (size.Tokens is [{ Value: var text }] && ByteSize.Parse(text) is null)
                size.AddError($"--max-size takes a size such as 500MB or 2GiB, not '{text}'");
        });
    }

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var download = new DownloadCommand(terminal);
        var command = new Command("download", "Restore the file that a key leads to")
        {
            download._key, download._file, download._force, download._maxSize, download._limitRate, download._json, download._quiet,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(download._file) == "-" && result.GetValue(download._json))
                result.AddError("--json and '-' both need standard output; leave one out");
        });
        command.SetAction(download.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var key = await KeyText.ReadAsync(parsed.GetRequiredValue(_key), _terminal, cancel);
        var result = await DownloadAsync(key, parsed, cancel);
        if (parsed.GetValue(_json))
            new JsonLines(_terminal.Output).Downloaded(result);
        else if (result.Path is { } path)
            _terminal.WriteResult(path);
        return ExitCode.Done;
    }

    private async Task<DownloadResult> DownloadAsync(string key, ParseResult parsed, CancellationToken cancel)
    {
        var file = parsed.GetValue(_file);
        var options = new DownloadOptions { Overwrite = parsed.GetValue(_force), KeepPartial = true, MaxSize = ByteSize.Parse(parsed.GetValue(_maxSize)) };
        var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
        if (parsed.GetValue(_limitRate) is { } rate)
            settings = settings with { Downloads = settings.Downloads with { LimitRate = RateSchedule.Parse(rate)! } };
        await using var storage = new Storage(settings);
        await using var view = TransferView.Open(_terminal, "download", parsed.GetValue(_json), parsed.GetValue(_quiet));
        return file == "-"
            ? await storage.DownloadAsync(key, _terminal.Output, options, view.Progress, cancel)
            : await storage.DownloadAsync(key, file, options, view.Progress, cancel);
    }
}
