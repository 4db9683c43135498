using System.Globalization;
using System.Text;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>
/// Writes metrics in Prometheus' text format, version 0.0.4, under the names that OpenTelemetry's rules for Prometheus give them:
/// underscores for full stops, the unit behind the name, and <c>_total</c> behind a counter. Ours, since OpenTelemetry's own exporter
/// of this format has had previews only, up to 1.20.1-beta.1.
/// </summary>
internal static class PrometheusText
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The text of some metrics.</summary>
    public static string Write(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var metric in metrics)
        {
            var series = metric.Read();
            if (series.Count == 0)
                continue;
            var name = NameOf(metric);
            text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(metric.Bounds is not null ? " histogram\n" : metric.IsCounter ? " counter\n" : " gauge\n");
            foreach (var (labels, sum, buckets) in series)
            {
                if (metric.Bounds is { } bounds)
                    WriteHistogram(text, name, labels, sum, bounds, buckets);
                else
                    WriteLine(text, name, labels, sum);
            }
        }

        return text.ToString();
    }

    /// <summary>A name with the characters that Prometheus takes.</summary>
    public static string NameOf(string name) => string.Create(name.Length, name, (to, from) =>
    {
        for (var at = 0; at < from.Length; at++)
            to[at] = char.IsAsciiLetterOrDigit(from[at]) ? from[at] : '_';
    });

    private static string NameOf(Metric metric)
    {
        var unit = metric.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        var name = NameOf(metric.Name);
        return name + (name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit) + (metric.IsCounter ? "_total" : "");
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, double sum, IReadOnlyList<double> bounds, IReadOnlyList<long> buckets)
    {
        var count = 0L;
        for (var bucket = 0; bucket < buckets.Count; bucket++)
        {
            count += buckets[bucket];
            var bound = bucket < bounds.Count ? bounds[bucket].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
            WriteLine(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
        }

        WriteLine(text, name + "_sum", labels, sum);
        WriteLine(text, name + "_count", labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
