using System.CommandLine;
using StorageX.Catalogue;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;

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
            return await RepairAllAsync(all, options, parsed, cancel);
        }

        var key = await KeyText.ReadKeyAsync(parsed.GetValue(_key), settings, _terminal, cancel);
        await using var storage = new Storage(settings.Value);
        return _options.Deliver(parsed, await RepairAsync(storage, key, options, "repairing", parsed, cancel), storage.Warning, Describe);
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
            new JsonLines(_terminal.Output).Repaired(upload.Id, result);
        else
            _terminal.WriteText($"{label}: {string.Join("; ", Describe(result))}{(result.IsNewKey ? $"; its key is in history: storagex history --reveal" : "")}");
    }

    private static int Graver(int one, int other) => Array.IndexOf(Gravity, one) > Array.IndexOf(Gravity, other) ? one : other;

    private static readonly int[] Gravity = [ExitCode.Done, ExitCode.Failed, ExitCode.WrongUsage, ExitCode.Refused, ExitCode.Corrupt, ExitCode.Lost];

    private static IEnumerable<string> Describe(RehostResult result)
    {
        if (result is { Sent: 0, Restored: 0, IsNewKey: false })
        {
            yield return "whole: every image is there, and nothing was changed";
            yield break;
        }

        yield return RehostOptions.Counts(result);
        if (result.Doubt is { } doubt)
            yield return doubt;
        yield return !result.IsNewKey ? "the key stays as it was"
            : result.OldKeyWorks ? "the file has a new key, since its root is on other hosts now; the old one goes on to work"
            : "the file has a new key; the old one leads to it from here alone, so give the new one to whoever has the old one";
    }
}
