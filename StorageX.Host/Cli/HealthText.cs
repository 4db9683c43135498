using System.Globalization;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>A file's health for people.</summary>
internal static class HealthText
{
    private const int MostGone = 20;
    private static readonly string[] Heads = ["images", "there", "lost", "altered", "unknown"];

    /// <summary>A line for each host, one for each piece that is gone, one for the file, and one for what to do.</summary>
    public static string Describe(HealthReport report) => string.Join('\n', Table(report.Hosts).Concat(Gone(report)).Append(Sum(report)).Concat(Advice(report)));

    private static IEnumerable<string> Table(IReadOnlyList<HostHealth> hosts)
    {
        var names = hosts.Select(host => TerminalText.Escape(host.Host)).ToList();
        var width = names.Select(Columns.Of).Append(4).Max();
        yield return Line("host", Heads);
        foreach (var (host, name) in hosts.Zip(names))
            yield return Line(name, new[] { host.Images, host.There, host.Lost, host.Altered, host.Unknown }.Select(count => count.ToString(CultureInfo.InvariantCulture)));

        string Line(string name, IEnumerable<string> counts) => name + new string(' ', width - Columns.Of(name)) + string.Concat(counts.Select(count => $"  {count,7}"));
    }

    private static IEnumerable<string> Gone(HealthReport report)
    {
        foreach (var piece in report.Gone.Take(MostGone))
            yield return $"piece {piece.Seq} is gone for good: {piece.Size} bytes from byte {piece.Offset} on";
        if (report.Gone.Count > MostGone)
            yield return $"so are {report.Gone.Count - MostGone} more; --json lists them all";
    }

    private static string Sum(HealthReport report) => report.State switch
    {
        HealthState.Whole when report.ExistenceOnly =>
            $"all there: the hosts say that they have {Images(report.InAll.Images)}; what is in them was not looked at, as it is without --quick; {Survives(report)}",
        HealthState.Whole => $"whole: {Survives(report)}",
        HealthState.Weakened when report.ExistenceOnly =>
            $"weakened: the hosts say that {Losses(report.InAll)}; what is in the others was not looked at, as it is without --quick; {Survives(report)}",
        HealthState.Weakened => $"whole, but weakened: {Losses(report.InAll)}; {Survives(report)}",
        HealthState.Unreachable => $"cannot be restored now: {Losses(report.InAll)}",
        _ when report.Gone.Count == 0 => $"not restorable: the manifest is gone for good; {Losses(report.InAll)}",
        _ => $"not restorable: {Pieces(report.Gone.Count)} gone for good, {report.Gone.Sum(piece => (long)piece.Size)} of {report.Manifest.Size} bytes; {Losses(report.InAll)}",
    };

    private static string Survives(HealthReport report)
    {
        var hosts = report.SpareHosts is { } spare and > 0 ? $", and of any {(spare == 1 ? "host" : $"{spare} hosts")}" : "";
        return (report.SpareImages, report.State) switch
        {
            (0, HealthState.Whole) => "every image is needed, and it survives the loss of none",
            (0, _) => "it survives the loss of no more of those that are needed",
            ({ } images, HealthState.Whole) => $"survives the loss of any {Images(images)}{(report.Manifest.Parity is null ? "" : " of a group")}{hosts}",
            var (images, _) => $"survives the loss of {images} more at worst{hosts}",
        };
    }

    private static string Losses(HostHealth all)
    {
        var counts = new[] { (all.Lost, "lost"), (all.Altered, "altered"), (all.Unknown, "on hosts that could not be asked") }.Where(count => count.Item1 > 0).ToList();
        return $"{counts[0].Item1} of {Images(all.Images)} {(counts[0].Item1 == 1 ? "is" : "are")} {string.Join(", ", counts.Select((count, at) => at == 0 ? count.Item2 : $"{count.Item1} {count.Item2}"))}";
    }

    private static IEnumerable<string> Advice(HealthReport report)
    {
        var away = report.Hosts.Where(host => host.Unknown > 0).Select(host => TerminalText.Escape(host.Host)).ToList();
        if (report.InAll is { Lost: > 0 } or { Altered: > 0 })
            yield return report.State is HealthState.NotRestorable or HealthState.Unreachable
                ? "where you still have the file, 'storagex repair KEY --from FILE' makes it whole again"
                : "'storagex repair KEY' restores what is missing";
        if (away.Count > 0)
            yield return $"run this again when what could not be asked answers: {string.Join(", ", away)}";
    }

    private static string Images(long count) => count == 1 ? "1 image" : $"{count} images";

    private static string Pieces(int count) => count == 1 ? "1 piece is" : $"{count} pieces are";
}
