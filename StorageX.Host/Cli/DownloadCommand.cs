using System.CommandLine;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Pacing;
using StorageX.Settings;

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
    private readonly Option<bool> _daemon = DaemonOption.Daemon();
    private readonly Option<bool> _wait = DaemonOption.Wait();
    private readonly Option<int?> _priority = DaemonOption.Priority();
    private readonly Option<string> _at = DaemonOption.At();
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
            download._key, download._file, download._force, download._maxSize, download._limitRate,
            download._daemon, download._wait, download._priority, download._at, download._json, download._quiet,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(download._file) == "-" && result.GetValue(download._json))
                result.AddError("--json and '-' both need standard output; leave one out");
        });
        command.Validators.Add(result =>
        {
            DaemonOption.Validate(result, download._daemon, [download._wait, download._priority, download._at], [download._limitRate]);
            if (result.GetValue(download._daemon) && result.GetValue(download._file) == "-")
                result.AddError("the daemon writes to no one's standard output; name a file");
        });
        command.SetAction(download.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var key = await KeyText.ReadAsync(parsed.GetRequiredValue(_key), _terminal, cancel);
        if (parsed.GetValue(_daemon))
            return await SubmitAsync(key, parsed, cancel);
        var result = await DownloadAsync(key, parsed, cancel);
        if (parsed.GetValue(_json))
            new JsonLines(_terminal.Output).Downloaded(result);
        else if (result.Path is { } path)
            _terminal.WriteResult(path);
        return ExitCode.Done;
    }

    private async Task<int> SubmitAsync(string key, ParseResult parsed, CancellationToken cancel)
    {
        using var client = DaemonOption.Open(parsed, _at);
        var submission = new Submission(client, _terminal);
        var request = new DownloadRequest
        {
            Key = key,
            Path = Path.GetFullPath(parsed.GetValue(_file) ?? "."),
            Overwrite = parsed.GetValue(_force),
            MaxSize = ByteSize.Parse(parsed.GetValue(_maxSize)),
            Priority = parsed.GetValue(_priority),
        };
        var job = await submission.DownloadAsync(request, cancel);
        return await submission.FinishAsync(job, parsed.GetValue(_wait), parsed.GetValue(_json), parsed.GetValue(_quiet), cancel);
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
