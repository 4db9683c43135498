using System.CommandLine;
using System.Globalization;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Terminals;
using StorageX.Probing;
using StorageX.Settings;

namespace StorageX.Host.Cli;

/// <summary><c>storagex backend test</c>: finds out what a host does to pictures.</summary>
internal sealed class BackendTestCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _name = new("name") { Description = "The backend's name" };
    private readonly Option<string> _most = Options.Text(
        "--max-size", "SIZE", "The largest image to try; 16MiB, or less where the host's own limit is known", text => ByteSize.Parse(text) is > 0, "a size such as 500K or 5MB");
    private readonly Option<bool> _json = Options.Json();

    private BackendTestCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal)
    {
        var test = new BackendTestCommand(terminal);
        var command = new Command("test", "Store test images on a host, fetch them as a stranger would, and say what it did to them") { test._name, test._most, test._json };
        command.SetAction(test.RunAsync);
        return command;
    }

    /// <summary>A finding, for people.</summary>
    internal static string Line(ProbeFinding finding)
    {
        var detail = finding.Detail.Length > 0 ? $", {finding.Detail}" : "";
        var times = finding.StoreTime is { } store ? $" ({Seconds(store)} to store{(finding.FetchTime is { } fetch ? $", {Seconds(fetch)} to fetch" : "")})" : "";
        return $"{Word(finding.Kind.ToString())}, {finding.Size}, {finding.Bytes} bytes: {Word(finding.Fate.ToString())}{detail}{times}";
    }

    /// <summary>What the findings come to, for people.</summary>
    internal static IEnumerable<string> Summary(ProbeReport report)
    {
        if (report.LargestBytes is { } bytes)
            yield return $"largest image that survives: {bytes} bytes{(report.MaxBytes is null ? "; no larger one was tried" : "")}";
        if (report.LargestSide is { } side)
            yield return $"longest side that survives: {side} pixels{(report.MaxSide is null ? "; no longer one was tried" : "")}";
        if (report.MinSide is { } least)
            yield return $"shortest side that survives: {least} pixels";
        if (report.Duplicates != DuplicatePolicy.Unknown)
            yield return $"the same image twice: {Duplicates(report.Duplicates)}";
        if (report.IsPublic is { } open)
            yield return open ? "anyone who has a key can fetch its images" : "strangers cannot fetch: a key works only where this backend is configured";
        if (report.Findings is [{ StoreTime: { } store, FetchTime: { } fetch }, ..])
            yield return $"round trip: {Seconds(store)} to store and {Seconds(fetch)} to fetch a small image";
        if (report.Stored > 0)
            yield return $"test images: {report.Stored} stored, {(report.Deleted == report.Stored ? "all" : report.Deleted)} deleted";
        if (report.Stopped is { } stopped)
            yield return $"the test ended early: {stopped}";
        yield return $"{report.Backend}: {Verdict(report.Verdict)}";
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = StorageXSettings.Load(Options.ConfigFile(parsed));
        var json = parsed.GetValue(_json) ? new JsonLines(_terminal.Output) : null;
        var most = ByteSize.Parse(parsed.GetValue(_most)) ?? BackendProbe.UsualBytes;
        var lines = new Told(finding =>
        {
            if (json is not null)
                json.Found(finding);
            else
                _terminal.WriteText(TerminalText.Escape(Line(finding)));
        });
        var report = await BackendProbe.RunAsync(settings, parsed.GetRequiredValue(_name), most, lines, cancel);
        var written = BackendProbe.Learn(settings, report);
        if (json is not null)
            json.Probed(report, written);
        else
            Tell(report, written);
        return CodeOf(report.Verdict);
    }

    private void Tell(ProbeReport report, string? written)
    {
        foreach (var line in Summary(report))
            _terminal.WriteText(TerminalText.Escape(line));
        if (written is not null)
            _terminal.WriteNotice($"the limits that were met are written to {written}; pieces now fit them");
        else if (BackendProbe.Lines(report) is { Count: > 0 } settings)
            _terminal.WriteText(string.Join('\n', settings.Prepend("add to akka.hocon, so that pieces fit:")));
    }

    private static int CodeOf(ProbeVerdict verdict) => verdict switch
    {
        ProbeVerdict.Usable => ExitCode.Done,
        ProbeVerdict.Loses => ExitCode.Lost,
        ProbeVerdict.Alters => ExitCode.Corrupt,
        _ => ExitCode.Refused,
    };

    private static string Verdict(ProbeVerdict verdict) => verdict switch
    {
        ProbeVerdict.Usable => "usable",
        ProbeVerdict.Loses => "not usable: it takes images and does not have them afterwards",
        ProbeVerdict.Alters => "not usable: it alters images",
        _ => "not usable: it takes no images",
    };

    private static string Duplicates(DuplicatePolicy policy) => policy switch
    {
        DuplicatePolicy.SameLocator => "is found, under the same key",
        DuplicatePolicy.NewLocator => "is kept once more, under a new key",
        _ => "is refused",
    };

    private static string Word(string name) => name.ToLowerInvariant();

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s";

    private sealed class Told(Action<ProbeFinding> tell) : IProgress<ProbeFinding>
    {
        public void Report(ProbeFinding value) => tell(value);
    }
}
