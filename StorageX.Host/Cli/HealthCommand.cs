using System.CommandLine;
using StorageX.Host.Cli.Jobs;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli;

/// <summary><c>storagex health</c>: tells what each host still has of a file, and what more the file survives.</summary>
internal sealed class HealthCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Option<bool> _quick = new("--quick") { Description = "Only ask the hosts whether each image is there, and fetch none" };
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    private readonly DaemonOptions _daemon;

    private HealthCommand(Terminal terminal) => (_terminal, _daemon) = (terminal, new DaemonOptions(terminal));

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var health = new HealthCommand(terminal);
        var command = new Command("health", "Fetch and check every image, copies and parity too; tell how many more losses the file survives")
        {
            health._key, health._quick,
        };
        health._daemon.AddTo(command);
        command.Add(health._json);
        command.Add(health._quiet);
        command.SetAction(health.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var key = await KeyText.ReadKeyAsync(parsed.GetRequiredValue(_key), settings, _terminal, cancel);
        var json = parsed.GetValue(_json);
        if (_daemon.IsForDaemon(parsed.CommandResult))
        {
            var asked = new HealthRequest { Key = key, Quick = parsed.GetValue(_quick), Priority = _daemon.Priority(parsed) };
            return await _daemon.SubmitAsync(parsed, json, parsed.GetValue(_quiet), submission => submission.LookAsync(asked, cancel), cancel);
        }

        var report = await LookAsync(key, settings.Value, parsed, json, cancel);
        return HealthText.Tell(HealthView.Of(report), _terminal, json);
    }

    private async Task<HealthReport> LookAsync(string key, StorageXSettings settings, ParseResult parsed, bool json, CancellationToken cancel)
    {
        await using var storage = new Storage(settings);
        await using var view = TransferView.Open(_terminal, "health", json, parsed.GetValue(_quiet));
        return await storage.HealthAsync(key, parsed.GetValue(_quick), view.Progress, cancel);
    }
}
