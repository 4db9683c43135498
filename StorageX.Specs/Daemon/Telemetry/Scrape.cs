using System.Text.RegularExpressions;
using Shouldly;

namespace StorageX.Specs.Daemon.Telemetry;

/// <summary>A text in Prometheus' format, read as strictly as Prometheus does.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, double> _values = [];
    private readonly Dictionary<string, string> _types = [];

    public Scrape(string text)
    {
        text.ShouldEndWith("\n");
        string? current = null;
        foreach (var line in text.Split('\n')[..^1])
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                current = comment.Groups["name"].Value;
                if (comment.Groups["kind"].Value == "TYPE")
                    _types.TryAdd(current, comment.Groups["rest"].Value).ShouldBeTrue($"{current} has two types");
                continue;
            }

            var sample = Sample().Match(line);
            sample.Success.ShouldBeTrue($"no line of the format: {line}");
            var name = sample.Groups["name"].Value;
            (_types[current!] == "histogram" ? HistogramEnding().Replace(name, "") : name).ShouldBe(current, line);
            _values.TryAdd(line[..line.LastIndexOf(' ')], double.Parse(line[(line.LastIndexOf(' ') + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture))
                .ShouldBeTrue($"twice: {line}");
        }
    }

    /// <summary>The names of all metrics, with the endings of histograms.</summary>
    public IReadOnlySet<string> Names => _values.Keys.Select(series => series.Split('{')[0]).ToHashSet();

    /// <summary>The series of a metric with their values.</summary>
    public IEnumerable<KeyValuePair<string, double>> Of(string name) => _values.Where(series => series.Key == name || series.Key.StartsWith(name + "{", StringComparison.Ordinal));

    /// <summary>The sum of the series of a metric that have all of these labels.</summary>
    public double Sum(string name, params string[] labels) => Of(name).Where(series => labels.All(label => series.Key.Contains(label, StringComparison.Ordinal))).Sum(series => series.Value);

    /// <summary>A metric's type.</summary>
    public string TypeOf(string name) => _types[name];

    [GeneratedRegex("^# (?<kind>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*")*\})? (-?[0-9.]+(E[-+]?[0-9]+)?|\+Inf|NaN)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistogramEnding();
}
