using System.CommandLine;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary><c>storagex verify</c>: checks whether the file that a key leads to can be restored whole.</summary>
internal sealed class VerifyCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _key = Options.Key();
    private readonly Option<bool> _quick = new("--quick") { Description = "Only ask the host whether each piece is there, and fetch none" };
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _quiet = Options.Quiet();

    private VerifyCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var verify = new VerifyCommand(terminal);
        var command = new Command("verify", "Fetch and check every piece; exit 0 only if the file can be restored whole")
        {
            verify._key, verify._quick, verify._json, verify._quiet,
        };
        command.SetAction(verify.RunAsync);
        return command;
    }

    /// <summary>One line for a file without a defect; else a line for each piece that cannot be had, one for what is left, and one for what to do.</summary>
    internal static string Describe(VerifyReport report)
    {
        var size = report.Manifest.Size;
        var pieces = ProgressText.Count(report.Manifest.PieceCount, "piece");
        if (report.Defects.Count == 0 && report.ExistenceOnly && report.Manifest.PieceCount > 0)
            return $"all there: the host says that it has an image for {pieces}, {size} bytes; what is in them was not looked at, as it is without --quick";
        if (report.Defects.Count == 0)
        {
            return report.Restored == 0
                ? $"whole: {pieces}, {size} bytes"
                : $"whole, but weakened: {pieces}, {size} bytes; {ProgressText.Count(report.Restored, "piece")} could not be had, and came out of the rest\n'storagex repair KEY' restores what is missing";
        }

        var lost = report.Defects.Count(defect => defect.Kind == TransferErrorKind.Lost);
        var share = 100.0 * report.GoodBytes / size;
        return string.Join('\n', report.Defects.Select(defect => TerminalText.Escape(defect.Message))
            .Append($"damaged: {lost} lost and {report.Defects.Count - lost} wrong of {report.Manifest.PieceCount} pieces; {report.GoodBytes} of {size} bytes are left ({share:0.0} %)")
            .Append("where you still have the file, upload it again: what is lost or wrong is sent anew, and the new key leads to a whole file"));
    }

    /// <summary>The exit code for what was found: wrong bytes weigh more than lost ones.</summary>
    internal static int CodeOf(VerifyReport report) =>
        report.Defects.Any(defect => defect.Kind == TransferErrorKind.Corrupt) ? ExitCode.Corrupt
        : report.Defects.Count > 0 ? ExitCode.Lost
        : ExitCode.Done;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = new Lazy<StorageXSettings>(() => StorageXSettings.Load(Options.ConfigFile(parsed)));
        var key = await KeyText.ReadKeyAsync(parsed.GetRequiredValue(_key), settings, _terminal, cancel);
        var json = parsed.GetValue(_json);
        var report = await VerifyAsync(key, settings.Value, parsed, json, cancel);
        if (json)
            new JsonLines(_terminal.Output).Verified(report);
        else
            _terminal.WriteText(Describe(report));
        return CodeOf(report);
    }

    private async Task<VerifyReport> VerifyAsync(string key, StorageXSettings settings, ParseResult parsed, bool json, CancellationToken cancel)
    {
        await using var storage = new Storage(settings);
        await using var view = TransferView.Open(_terminal, "verify", json, parsed.GetValue(_quiet));
        return await storage.VerifyAsync(key, parsed.GetValue(_quick), view.Progress, cancel);
    }
}
