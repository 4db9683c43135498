using System.Diagnostics.Metrics;
using StorageX.Host.Daemon.Jobs;
using StorageX.Host.Daemon.Shares;
using StorageX.Telemetry;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>The daemon's own figures: jobs and shares, by where they are in their lives.</summary>
internal sealed class DaemonMeter : IDisposable
{
    private readonly Meter _meter;

    /// <param name="jobs">The jobs.</param>
    /// <param name="shares">The shares.</param>
    /// <param name="time">The clock.</param>
    public DaemonMeter(JobBook jobs, ShareBook shares, TimeProvider time)
    {
        _meter = new Meter(new MeterOptions(EngineMeter.Name) { Scope = this });
        _meter.CreateObservableUpDownCounter("storagex.jobs", Jobs, "{job}", "Jobs that are remembered, by kind and state");
        _meter.CreateObservableUpDownCounter("storagex.shares", () => ByState("storagex.share.state", Shares(), ShareViews.Word), "{share}", "Shares that are remembered, by state");
        _meter.CreateObservableUpDownCounter("storagex.share.active_requests", () => shares.Streams, "{request}", "Requests for shared files that are being served");
        _meter.CreateObservableCounter("storagex.share.io", () => shares.ServedBytes, "By", "Bytes of shared files that were given");

        IEnumerable<Measurement<long>> Jobs()
        {
            var counts = jobs.All.CountBy(job => (job.Order.Kind, job.State)).ToDictionary();
            return
                from kind in Enum.GetValues<JobKind>()
                from state in Enum.GetValues<JobState>()
                select new Measurement<long>(counts.GetValueOrDefault((kind, state)), new("storagex.job.kind", JobViews.Word(kind)), new("storagex.job.state", JobViews.Word(state)));
        }

        IEnumerable<ShareState> Shares()
        {
            var now = time.GetUtcNow();
            return shares.All.Select(share => share.StateAt(now));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> ByState<T>(string label, IEnumerable<T> states, Func<T, string> word)
        where T : struct, Enum
    {
        var counts = states.CountBy(state => state).ToDictionary();
        return Enum.GetValues<T>().Select(state => new Measurement<long>(counts.GetValueOrDefault(state), new KeyValuePair<string, object?>(label, word(state))));
    }
}
