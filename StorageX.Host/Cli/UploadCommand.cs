using System.CommandLine;
using StorageX.Backends.Pools;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Manifests;

namespace StorageX.Host.Cli;

/// <summary><c>storagex upload</c>: stores a file, or a folder, and prints its key.</summary>
internal sealed class UploadCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("file") { Description = "The file or folder to store; - for standard input" };
    private readonly Option<string> _backend = Options.Text("--to", "BACKEND", "The configured backend or pool that keeps the images; or several backends, with commas between");
    private readonly Option<int?> _copies = Options.Number("--copies", 1, PoolSettings.MostCopies, "On how many of several hosts each image is");
    private readonly Option<string> _parity = Options.Text(
        "--parity", "K+M", "Add M images to every K, of which any M may then be lost", text => ParityScheme.TryParse(text, out _, out _), "data and parity images such as 10+4, 255 together at most");
    private readonly Option<string> _format = Options.Text(
        "--format", "1|2", "The format of the images: 2 is private; 1 is that of the original StorageX, open to everyone", text => text is "1" or "2", "1 or 2", "; this version knows no other");
    private readonly Option<int?> _width = Options.Number("--width", StorageXSettings.MinSide, StorageXSettings.MaxSide, "A full image's width in pixels");
    private readonly Option<int?> _height = Options.Number("--height", StorageXSettings.MinSide, StorageXSettings.MaxSide, "A full image's height in pixels");
    private readonly Option<string> _name = Options.Text(
        "--name", "NAME", "The name to keep the file under", SafeFileName.IsName, "the name of a file, of 1 to 255 bytes of UTF-8 and without '/'");
    private readonly Option<bool> _public = new("--public") { Description = "Leave encryption off: whoever sees the images can read them" };
    private readonly Option<bool> _privatePieces = new("--private-pieces") { Description = "Let no one see which pieces are equal; nothing is then found stored already" };
    private readonly Option<bool> _recheck = new("--recheck") { Description = "Fetch and compare what is stored already, and send again what the host has lost or altered" };
    private readonly FolderRuleOptions _rules = new();
    private readonly TransferCommandOptions _options;

    private UploadCommand(Terminal terminal)
    {
        (_terminal, _options) = (terminal, new TransferCommandOptions(terminal));
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
        var command = new Command("upload", "Store a file or a folder as images and print the key that gets it back")
        {
            upload._file, upload._backend, upload._copies, upload._parity, upload._format, upload._width, upload._height, upload._name, upload._public, upload._privatePieces, upload._recheck,
        };
        upload._rules.AddTo(command);
        upload._options.AddTo(command);
        command.SetAction(upload.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (file, asked) = (parsed.GetRequiredValue(_file), Asked(parsed));
        var name = asked.Name ?? (file == "-" ? null : NameOf(file));
        if (name is not null && NameNotes.OnStoring(name) is { } note)
            _terminal.WriteNotice(note);
        var isFolder = file != "-" && Directory.Exists(file);
        if (!isFolder && _rules.Given(parsed) is { } given)
            throw new UsageException($"{given} is for folders, and {(file == "-" ? "standard input" : file)} is none");
        if (isFolder && _options.IsForDaemon(parsed.CommandResult))
            throw new UsageException($"{file}: is a directory, and the daemon stores files alone; leave --daemon out");
        if (isFolder)
            return await new FolderUpload(_terminal, _options).RunAsync(parsed, file, _rules.Read(parsed, asked.ToOptions() with { Name = name }), _rules.IsDryRun(parsed), cancel);
        if (_options.IsForDaemon(parsed.CommandResult))
            return await _options.SubmitAsync(parsed, submission => submission.UploadAsync(file, asked, cancel), cancel);
        var result = await UploadAsync(parsed, file, asked.ToOptions() with { Name = name }, cancel);
        return KeyDelivery.Deliver(_terminal, result.Key, _options.WantsJson(parsed.CommandResult) ? lines => lines.Uploaded(result) : null);
    }

    private UploadRequest Asked(ParseResult parsed) => new()
    {
        To = parsed.GetValue(_backend),
        Copies = parsed.GetValue(_copies),
        Parity = parsed.GetValue(_parity),
        Width = parsed.GetValue(_width),
        Height = parsed.GetValue(_height),
        Name = parsed.GetValue(_name),
        Format = parsed.GetValue(_format) is { } format ? int.Parse(format) : null,
        Public = parsed.GetValue(_public),
        PrivatePieces = parsed.GetValue(_privatePieces),
        Recheck = parsed.GetValue(_recheck),
        Priority = _options.Priority(parsed),
    };

    private async Task<UploadResult> UploadAsync(ParseResult parsed, string file, UploadOptions options, CancellationToken cancel)
    {
        await using var storage = new Storage(_options.Limited(parsed, StorageXSettings.Load(Options.ConfigFile(parsed))));
        UploadNotes.Before(_terminal, storage, options);
        await using var view = _options.Show(parsed, options.Name ?? "standard input", onContent: file == "-" && _terminal.IsTyped);
        var result = file == "-"
            ? await storage.UploadAsync(_terminal.Input, options, view.Progress, cancel)
            : await storage.UploadAsync(file, options, view.Progress, cancel);
        UploadNotes.After(_terminal, storage, result);
        return result;
    }

    private string NameOf(string file)
    {
        if (_terminal.Names.Find(file) is not { } foreign)
            return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(file)));
        _terminal.WriteNotice($"{foreign.Shown}: its name is not UTF-8; the file is kept as \"{foreign.Kept}\", and --name keeps it under another");
        return foreign.Kept;
    }
}
