using System.Globalization;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Reports;

/// <summary>A file's health for people.</summary>
internal static class HealthText
{
    private const int MostGone = 20;
    private static readonly string[] Heads = ["images", "there", "lost", "altered", "unknown"];

    /// <summary>A line for each host, one for each piece that is gone, one for the file, and one for what to do.</summary>
    private static string Describe(HealthView report) => string.Join('\n', Table(report.Hosts).Concat(Gone(report)).Append(Sum(report)).Concat(Advice(report)));

    /// <summary>The exit code for how the file is.</summary>
    public static int CodeOf(HealthView report) => report.State switch
    {
        HealthWords.Whole => ExitCode.Done,
        HealthWords.Weakened => ExitCode.Weakened,
        HealthWords.Unreachable => ExitCode.Refused,
        _ => ExitCode.Lost,
    };

    /// <summary>Tells what was found.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(HealthView report, Terminal terminal, bool json)
    {
        if (json)
            new JsonLines(terminal.Output).Looked(report);
        else
            terminal.WriteText(Describe(report));
        return CodeOf(report);
    }

    /// <summary>What was found, in a few words.</summary>
    public static string Short(HealthSummary found) =>
        $"{(found.State == HealthWords.NotRestorable ? "not restorable" : found.State)}: {found.There} of {Images(found.Images)} {(found.Compared ? "there" : "there by what the hosts say")}"
        + (found.SpareImages is { } spare ? $", survives the loss of {Images(spare)} more at worst" : $", {Pieces(found.GonePieces)} gone for good");

    private static IEnumerable<string> Table(IReadOnlyList<HostHealth> hosts)
    {
        var names = hosts.Select(host => TerminalText.Escape(host.Host)).ToList();
        var width = names.Select(Columns.Of).Append(4).Max();
        yield return Line("host", Heads);
        foreach (var (host, name) in hosts.Zip(names))
            yield return Line(name, new[] { host.Images, host.There, host.Lost, host.Altered, host.Unknown }.Select(count => count.ToString(CultureInfo.InvariantCulture)));

        string Line(string name, IEnumerable<string> counts) => name + new string(' ', width - Columns.Of(name)) + string.Concat(counts.Select(count => $"  {count,7}"));
    }

    private static IEnumerable<string> Gone(HealthView report)
    {
        foreach (var piece in report.Gone.Take(MostGone))
            yield return $"piece {piece.Seq} is gone for good: {piece.Size} bytes from byte {piece.Offset} on";
        if (report.GonePieces > MostGone)
            yield return $"so are {report.GonePieces - MostGone} more; --json lists them{(report.Gone.Count == report.GonePieces ? " all" : "")}";
    }

    private static string Sum(HealthView report) => report.State switch
    {
        HealthWords.Whole when !report.Compared =>
            $"all there: the hosts say that they have {Images(report.Total.Images)}; what is in them was not looked at, as it is without --quick; {Survives(report)}",
        HealthWords.Whole => $"whole: {Survives(report)}",
        HealthWords.Weakened when !report.Compared =>
            $"weakened: the hosts say that {Losses(report.Total)}; what is in the others was not looked at, as it is without --quick; {Survives(report)}",
        HealthWords.Weakened => $"whole, but weakened: {Losses(report.Total)}; {Survives(report)}",
        HealthWords.Unreachable => $"cannot be restored now: {Losses(report.Total)}",
        _ when report.GonePieces == 0 => $"not restorable: the manifest is gone for good; {Losses(report.Total)}",
        _ => $"not restorable: {Pieces(report.GonePieces)} gone for good, {report.GoneBytes} of {report.Size} bytes; {Losses(report.Total)}",
    };

    private static string Survives(HealthView report)
    {
        var hosts = report.SpareHosts is { } spare and > 0 ? $", and of any {(spare == 1 ? "host" : $"{spare} hosts")}" : "";
        return (report.SpareImages, report.State) switch
        {
            (0, HealthWords.Whole) => "every image is needed, and it survives the loss of none",
            (0, _) => "it survives the loss of no more of those that are needed",
            ({ } images, HealthWords.Whole) => $"survives the loss of any {Images(images)}{(report.HasParity ? " of a group" : "")}{hosts}",
            var (images, _) => $"survives the loss of {images} more at worst{hosts}",
        };
    }

    private static string Losses(HostHealth all)
    {
        var counts = new[] { (all.Lost, "lost"), (all.Altered, "altered"), (all.Unknown, "on hosts that could not be asked") }.Where(count => count.Item1 > 0).ToList();
        return $"{counts[0].Item1} of {Images(all.Images)} {(counts[0].Item1 == 1 ? "is" : "are")} {string.Join(", ", counts.Select((count, at) => at == 0 ? count.Item2 : $"{count.Item1} {count.Item2}"))}";
    }

    private static IEnumerable<string> Advice(HealthView report)
    {
        var away = report.Hosts.Where(host => host.Unknown > 0).Select(host => TerminalText.Escape(host.Host)).ToList();
        if (report.Total is { Lost: > 0 } or { Altered: > 0 })
            yield return report.State is HealthWords.NotRestorable or HealthWords.Unreachable
                ? "where you still have the file, 'storagex repair KEY --from FILE' makes it whole again"
                : "'storagex repair KEY' restores what is missing";
        if (away.Count > 0)
            yield return $"run this again when what could not be asked answers: {string.Join(", ", away)}";
    }

    private static string Images(long count) => count == 1 ? "1 image" : $"{count} images";

    private static string Pieces(int count) => count == 1 ? "1 piece is" : $"{count} pieces are";
}
