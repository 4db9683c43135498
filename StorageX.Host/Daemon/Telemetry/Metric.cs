using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>What was measured with one instrument, by its labels. Any number may measure at once.</summary>
internal sealed class Metric
{
    private const int MostSeries = 2000;
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Series> _series = [];
    private readonly bool _sets;

    /// <param name="instrument">The instrument.</param>
    public Metric(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        IsCounter = type == typeof(Counter<>) || type == typeof(ObservableCounter<>);
        Bounds = type != typeof(Histogram<>) ? null : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? UsualBounds;
        IsObserved = instrument.IsObservable;
        _sets = type == typeof(Gauge<>);
        (Name, Unit, Description) = (instrument.Name, instrument.Unit ?? "", instrument.Description ?? "");
    }

    /// <summary>The instrument's name, with full stops.</summary>
    public string Name { get; }

    /// <summary>Its unit, as UCUM writes it.</summary>
    public string Unit { get; }

    /// <summary>What it measures.</summary>
    public string Description { get; }

    /// <summary>Whether its value only grows.</summary>
    public bool IsCounter { get; }

    /// <summary>Whether it is measured when somebody asks, and not before.</summary>
    public bool IsObserved { get; }

    /// <summary>The upper bounds of a histogram's buckets; null for other instruments.</summary>
    public IReadOnlyList<double>? Bounds { get; }

    /// <summary>Takes a measurement.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var text = LabelsOf(labels);
        lock (_gate)
        {
            if (!_series.TryGetValue(text, out var series))
            {
                if (_series.Count >= MostSeries)
                    return;
                _series.Add(text, series = new Series(Bounds is null ? [] : new long[Bounds.Count + 1]));
            }

            series.Sum = _sets ? value : series.Sum + value;
            if (Bounds is not null)
                series.Buckets[BucketOf(value)]++;
        }
    }

    /// <summary>Forgets what was measured.</summary>
    public void Clear()
    {
        lock (_gate)
            _series.Clear();
    }

    /// <summary>What was measured, by labels as Prometheus writes them.</summary>
    public IReadOnlyList<(string Labels, double Sum, IReadOnlyList<long> Buckets)> Read()
    {
        lock (_gate)
            return [.. _series.OrderBy(series => series.Key, StringComparer.Ordinal).Select(series => (series.Key, series.Value.Sum, (IReadOnlyList<long>)[.. series.Value.Buckets]))];
    }

    private int BucketOf(double value)
    {
        var bucket = 0;
        while (bucket < Bounds!.Count && value > Bounds[bucket])
            bucket++;
        return bucket;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (labels.IsEmpty)
            return "";
        var parts = new List<string>(labels.Length);
        foreach (var (name, value) in labels)
            parts.Add($"{PrometheusText.NameOf(name)}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        parts.Sort(StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    private static string Escape(string value) => new StringBuilder(value).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").ToString();

    private sealed class Series(long[] buckets)
    {
        public double Sum { get; set; }

        public long[] Buckets => buckets;
    }
}
