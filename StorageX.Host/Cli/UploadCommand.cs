using System.CommandLine;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Pacing;

namespace StorageX.Host.Cli;

/// <summary><c>storagex upload</c>: stores a file and prints its key.</summary>
internal sealed class UploadCommand
{
    private const int LeastSide = 16;
    private const int MostSide = 16384;

    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("file") { Description = "The file to store; - for standard input" };
    private readonly Option<string> _backend = Options.Text("--to", "BACKEND", "The configured backend that keeps the images");
    private readonly Option<string> _format = Options.Text("--format", "1|2", "The format of the images: 2 is private; 1 is that of the original StorageX, open to everyone");
    private readonly Option<int?> _width = Options.Number("--width", LeastSide, MostSide, "A full image's width in pixels");
    private readonly Option<int?> _height = Options.Number("--height", LeastSide, MostSide, "A full image's height in pixels");
    private readonly Option<string> _name = Options.Text("--name", "NAME", "The name to keep the file under");
    private readonly Option<bool> _public = new("--public") { Description = "Leave encryption off: whoever sees the images can read them" };
    private readonly Option<bool> _privatePieces = new("--private-pieces") { Description = "Let no one see which pieces are equal; nothing is then found stored already" };
    private readonly Option<string> _limitRate = Options.LimitRate();
    private readonly Option<bool> _daemon = DaemonOption.Daemon();
    private readonly Option<bool> _wait = DaemonOption.Wait();
    private readonly Option<int?> _priority = DaemonOption.Priority();
    private readonly Option<string> _at = DaemonOption.At();
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    private UploadCommand(Terminal terminal)
    {
        _terminal = terminal;
        _format.Validators.Add(format =>
        {
            if (format.Tokens is [{ Value: not ("1" or "2") and var other }])
                format.AddError($"--format takes 1 or 2, not '{other}'; this version knows no other");
        });
        _format.CompletionSources.Add("1", "2");
        _file.Validators.Add(file =>
        {
            if (file.Tokens is [{ Value: "" }])
                file.AddError("the file's name is empty");
        });
    }

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var upload = new UploadCommand(terminal);
        var command = new Command("upload", "Store a file as images and print the key that gets it back")
        {
            upload._file, upload._backend, upload._format, upload._width, upload._height, upload._name, upload._public, upload._privatePieces, upload._limitRate,
            upload._daemon, upload._wait, upload._priority, upload._at, upload._json, upload._quiet,
        };
        command.Validators.Add(result => DaemonOption.Validate(result, upload._daemon, [upload._wait, upload._priority, upload._at], [upload._limitRate]));
        command.SetAction(upload.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(_daemon))
            return await SubmitAsync(parsed, cancel);
        var result = await UploadAsync(parsed, cancel);
        return Deliver(result, parsed.GetValue(_json));
    }

    private async Task<int> SubmitAsync(ParseResult parsed, CancellationToken cancel)
    {
        using var client = DaemonOption.Open(parsed, _at);
        var submission = new Submission(client, _terminal);
        var job = await submission.UploadAsync(parsed.GetRequiredValue(_file), Asked(parsed), cancel);
        return await submission.FinishAsync(job, parsed.GetValue(_wait), parsed.GetValue(_json), parsed.GetValue(_quiet), cancel);
    }

    private UploadRequest Asked(ParseResult parsed) => new()
    {
        To = parsed.GetValue(_backend),
        Width = parsed.GetValue(_width),
        Height = parsed.GetValue(_height),
        Name = parsed.GetValue(_name),
        Format = parsed.GetValue(_format) is { } format ? int.Parse(format) : null,
        Public = parsed.GetValue(_public),
        PrivatePieces = parsed.GetValue(_privatePieces),
        Priority = parsed.GetValue(_priority),
    };

    private async Task<UploadResult> UploadAsync(ParseResult parsed, CancellationToken cancel)
    {
        var file = parsed.GetRequiredValue(_file);
        var options = Asked(parsed).ToOptions();
        var isInput = file == "-";
        var name = options.Name ?? (isInput ? "standard input" : Path.GetFileName(file));
        var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
        if (parsed.GetValue(_limitRate) is { } rate)
            settings = settings with { Uploads = settings.Uploads with { LimitRate = RateSchedule.Parse(rate)! } };
        await using var storage = new Storage(settings);
        await using var view = TransferView.Open(_terminal, name, parsed.GetValue(_json), parsed.GetValue(_quiet));
        var result = isInput
            ? await storage.UploadAsync(_terminal.Input, options, view.Progress, cancel)
            : await storage.UploadAsync(file, options, view.Progress, cancel);
        if (storage.Warning is { } warning)
            _terminal.WriteNotice(warning);
        return result;
    }

    /// <summary>Prints the key; when nobody takes it there, standard error is better than losing the file.</summary>
    private int Deliver(UploadResult result, bool json)
    {
        try
        {
            if (json)
                new JsonLines(_terminal.Output).Uploaded(result);
            else
                _terminal.WriteResult(result.Key);
            return ExitCode.Done;
        }
        catch (IOException exception)
        {
            _terminal.WriteNotice($"the file is stored, but its key could not be delivered ({exception.Message}); the key is {result.Key}");
            return ExitCode.Failed;
        }
    }
}
