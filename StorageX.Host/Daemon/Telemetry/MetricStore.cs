using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using StorageX.Telemetry;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>Listens to the engine, the daemon, ASP.NET Core and the runtime, and adds up what they measure.</summary>
internal sealed class MetricStore : IDisposable
{
    /// <summary>The meters that are of use to an operator.</summary>
    public static readonly IReadOnlyList<string> Meters = [EngineMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime"];

    private readonly Lock _collecting = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Metric> _metrics = new();

    /// <param name="own">The scope of this daemon's meter: another's in the same process is left out.</param>
    public MetricStore(object own)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Name != EngineMeter.Name || instrument.Meter.Scope is null || instrument.Meter.Scope == own))
                listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(instrument.Name, _ => new Metric(instrument)));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        _listener.SetMeasurementEventCallback<int>((_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        _listener.SetMeasurementEventCallback<double>((_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        _listener.Start();
    }

    /// <summary>Hands all metrics, measured now, to whoever writes them.</summary>
    public T Read<T>(Func<IEnumerable<Metric>, T> write)
    {
        lock (_collecting)
        {
            foreach (var metric in _metrics.Values.Where(metric => metric.IsObserved))
                metric.Clear();
            _listener.RecordObservableInstruments();
            return write(_metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
