using System.CommandLine;
using StorageX.Catalogue;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex repair</c>: restores what hosts have lost of a file, or of all in history.</summary>
internal sealed class RepairCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _key = new("key") { Description = "The key, or its number in history; @FILE reads it from a file, @- from standard input", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _all = new("--all") { Description = "Repair every file of history, the newest first" };
    private readonly Option<string> _from = Options.Text("--from", "FILE", "Your own copy of the file: what no host has is restored from it, even where nothing else is left");
    private readonly RehostOptions _options;

    private RepairCommand(Terminal terminal) => (_terminal, _options) = (terminal, new RehostOptions(terminal, "The backend or pool where what is missing goes, or several backends with commas between; without it, the hosts of the file"));

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var repair = new RepairCommand(terminal);
        var command = new Command("repair", "Restore what hosts have lost from copies, parity or your own file, and print the key") { repair._key, repair._all, repair._from, repair._options.To };
        repair._options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(repair._all) == (result.GetValue(repair._key) is not null))
                result.AddError("name the key of a file to repair, or --all for every file of history");
            else if (result.GetValue(repair._all) && result.GetValue(repair._from) is not null)
                result.AddError("--from is the copy of one file; name its key");
        });
        command.SetAction(repair.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var (backend, hosts) = _options.Hosts(parsed);
        var options = new RepairOptions { From = parsed.GetValue(_from), Backend = backend, Hosts = hosts };
        if (parsed.GetValue(_all))
        {
            await using var all = new Storage(settings.Value);
            return _options.IsForDaemon(parsed)
                ? await LeaveAsync(parsed, all.History(limit: int.MaxValue).Select(upload => upload.Key).Distinct(), cancel)
                : await RepairAllAsync(all, options, parsed, cancel);
        }

        var key = await KeyText.ReadKeyAsync(parsed.GetValue(_key), settings, _terminal, cancel);
        if (_options.IsForDaemon(parsed))
            return await LeaveAsync(parsed, [key], cancel);
        await using var storage = new Storage(settings.Value);
        var result = await RepairAsync(storage, key, options, "repairing", parsed, cancel);
        var view = RehostView.Of(result);
        return RehostText.Tell(result.Key, view, null, RehostText.OfRepair(view), _terminal, _options.WantsJson(parsed), storage.Warning);
    }

    private async Task<int> LeaveAsync(ParseResult parsed, IEnumerable<string> keys, CancellationToken cancel)
    {
        var worst = ExitCode.Done;
        var own = parsed.GetValue(_from) is { } file ? Path.GetFullPath(file) : null;
        foreach (var key in keys)
        {
            var asked = new RepairRequest { Key = key, From = own, To = parsed.GetValue(_options.To), Priority = _options.Priority(parsed) };
            worst = Graver(worst, await _options.SubmitAsync(parsed, submission => submission.RepairAsync(asked, cancel), cancel));
        }

        return worst;
    }

    private async Task<RehostResult> RepairAsync(Storage storage, string key, RepairOptions options, string label, ParseResult parsed, CancellationToken cancel)
    {
        await using var view = _options.Show(parsed, label);
        return await storage.RepairAsync(key, options, view.Progress, cancel);
    }

    /// <summary>Goes on with the others where one cannot be repaired, and ends with the gravest of what was wrong.</summary>
    private async Task<int> RepairAllAsync(Storage storage, RepairOptions options, ParseResult parsed, CancellationToken cancel)
    {
        var worst = ExitCode.Done;
        foreach (var upload in storage.History(limit: int.MaxValue).DistinctBy(upload => upload.Key))
        {
            var label = $"upload {upload.Id}, \"{TerminalText.Escape(upload.Name)}\"";
            try
            {
                var result = await RepairAsync(storage, upload.Key, options, label, parsed, cancel);
                Tell(parsed, upload, result, label);
            }
            catch (Exception error) when (error is TransferException or SettingsException)
            {
                var failure = Failure.From(error);
                worst = Graver(worst, failure.ExitCode);
                if (_options.WantsJson(parsed))
                    new JsonLines(_terminal.Output).NotRepaired(upload.Id, failure);
                else
                    _terminal.WriteNotice($"{label}: {failure.Message}");
            }
        }

        if (storage.Warning is { } warning)
            _terminal.WriteNotice(warning);
        return worst;
    }

    private void Tell(ParseResult parsed, PastUpload upload, RehostResult result, string label)
    {
        if (_options.WantsJson(parsed))
            new JsonLines(_terminal.Output).Repaired(upload.Id, result.Key, RehostView.Of(result));
        else
            _terminal.WriteText($"{label}: {string.Join("; ", RehostText.OfRepair(RehostView.Of(result)))}{(result.IsNewKey ? $"; its key is in history: storagex history --reveal" : "")}");
    }

    private static int Graver(int one, int other) => Array.IndexOf(Gravity, one) > Array.IndexOf(Gravity, other) ? one : other;

    private static readonly int[] Gravity = [ExitCode.Done, ExitCode.Failed, ExitCode.WrongUsage, ExitCode.Refused, ExitCode.Corrupt, ExitCode.Lost];
}
