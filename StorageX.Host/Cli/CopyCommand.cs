using System.CommandLine;
using StorageX.Backends.Pools;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex copy</c> and <c>storagex move</c>: store a file on other hosts, as its images are.</summary>
internal sealed class CopyCommand
{
    private readonly Terminal _terminal;
    private readonly bool _moves;
    private readonly Argument<string> _key = Options.Key();
    private readonly Option<int?> _copies = Options.Number("--copies", 1, PoolSettings.MostCopies, "On how many of several hosts each image is");
    private readonly Option<string> _parity = Options.Text(
        "--parity", "K+M", "Add M images to every K, of which any M may then be lost", text => ParityScheme.TryParse(text, out _, out _), "data and parity images such as 10+4, 255 together at most");
    private readonly RehostOptions _options;

    private CopyCommand(Terminal terminal, bool moves)
    {
        (_terminal, _moves, _options) = (terminal, moves, new RehostOptions(terminal, "The backend or pool that it goes to; or several backends, with commas between"));
        _options.To.Required = true;
    }

    /// <summary>The command that copies.</summary>
    public static Command Create(Terminal terminal) => Create("copy", "Store a file on other hosts too, its images as they are, and print the copy's key", new CopyCommand(terminal, moves: false));

    /// <summary>The command that moves.</summary>
    public static Command CreateMove(Terminal terminal) =>
        Create("move", "Copy a file of history to other hosts, then delete its images of before, and print its new key", new CopyCommand(terminal, moves: true));

    private static Command Create(string name, string description, CopyCommand copy)
    {
        var command = new Command(name, description) { copy._key, copy._options.To, copy._copies, copy._parity };
        copy._options.AddTo(command);
        command.SetAction(copy.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var key = await KeyText.ReadKeyAsync(parsed.GetRequiredValue(_key), settings, _terminal, cancel);
        if (_options.IsForDaemon(parsed))
        {
            var asked = new CopyRequest { Key = key, To = parsed.GetValue(_options.To), Copies = parsed.GetValue(_copies), Parity = parsed.GetValue(_parity), Priority = _options.Priority(parsed) };
            return await _options.SubmitAsync(parsed, submission => submission.CopyAsync(asked, _moves, cancel), cancel);
        }

        var (backend, hosts) = _options.Hosts(parsed);
        var options = new CopyOptions { Backend = backend, Hosts = hosts, Copies = parsed.GetValue(_copies), Parity = parsed.GetValue(_parity) is { } parity ? ParityScheme.Parse(parity) : null };
        await using var storage = new Storage(settings.Value);
        if (storage.WeaknessOf(new UploadOptions { Backend = backend, Hosts = hosts, Copies = options.Copies, Parity = options.Parity }) is { } weakness)
            _terminal.WriteNotice(weakness);
        var result = await StoreAsync(storage, key, options, parsed, cancel);
        var (view, deletion) = (RehostView.Of(result), result.Deletion is { } gone ? DeletionView.Of(gone) : null);
        return RehostText.Tell(result.Key, view, deletion, RehostText.OfCopy(view, deletion), _terminal, _options.WantsJson(parsed), storage.Warning);
    }

    private async Task<RehostResult> StoreAsync(Storage storage, string key, CopyOptions options, ParseResult parsed, CancellationToken cancel)
    {
        await using var view = _options.Show(parsed, _moves ? "moving" : "copying");
        return _moves ? await storage.MoveAsync(key, options, view.Progress, cancel) : await storage.CopyAsync(key, options, view.Progress, cancel);
    }
}
