using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StorageX.Telemetry;

/// <summary>
/// The engine's figures, named as OpenTelemetry's conventions have it. Whoever wants them listens to the meter <see cref="Name"/>;
/// while nobody does they cost next to nothing. No label has a key, a locator, a path inside a backend, or a file's name in it.
/// </summary>
internal static class EngineMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "StorageX";

    /// <summary>The label for the host's name in the configuration.</summary>
    public const string Backend = "storagex.backend";

    /// <summary>The label for the way: upload or download.</summary>
    public const string Direction = "storagex.direction";

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly Meter Meter = new(Name);
    private static readonly ConcurrentDictionary<HostFigures, bool> Hosts = new();

    private static readonly Counter<long> Pieces = Meter.CreateCounter<long>(
        "storagex.pieces", "{piece}", "Pieces of files that were stored, found stored already (skipped), or fetched and checked");

    private static readonly Counter<long> PieceBytes = Meter.CreateCounter<long>("storagex.piece.io", "By", "Bytes of files in those pieces");

    private static readonly Counter<long> Looks = Meter.CreateCounter<long>(
        "storagex.images.examined", "{image}", "Images that a look at a file's health has found there, lost, altered, or could not ask for (unknown)");

    private static readonly Counter<long> Deletions = Meter.CreateCounter<long>("storagex.images.deleted", "{image}", "Images that were deleted, as far as their hosts' answers say");

    static EngineMeter()
    {
        Meter.CreateObservableUpDownCounter("storagex.host.permits", () => Observe(host => host.Permits), "{permit}", "Requests that may run at once");
        Meter.CreateObservableUpDownCounter("storagex.host.active_requests", () => Observe(host => host.Active), "{request}", "Requests that run");
        Meter.CreateObservableUpDownCounter("storagex.host.queued_requests", () => Observe(host => host.Queued), "{request}", "Requests that wait for their turn, or for their next try");
    }

    /// <summary>How long one try of a request took, failed ones included: those have the kind of failure as <c>error.type</c>.</summary>
    public static Histogram<double> Requests { get; } = Meter.CreateHistogram(
        "storagex.host.request.duration", "s", "How long requests to a host took", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    /// <summary>Bytes of images that went over the line.</summary>
    public static Counter<long> HostBytes { get; } = Meter.CreateCounter<long>("storagex.host.io", "By", "Bytes of images that were sent to a host or came from it");

    /// <summary>Tries that failed and were followed by another, by the kind of failure.</summary>
    public static Counter<long> Retries { get; } = Meter.CreateCounter<long>("storagex.host.retries", "{retry}", "Requests that failed and were tried again");

    /// <summary>Counts a piece that is safe: stored, skipped because it was stored already, or fetched.</summary>
    public static void CountPiece(string direction, string outcome, int bytes)
    {
        var labels = new KeyValuePair<string, object?>[] { new(Direction, direction), new("storagex.outcome", outcome) };
        Pieces.Add(1, labels);
        PieceBytes.Add(bytes, labels);
    }

    /// <summary>Counts an image that was looked for.</summary>
    public static void CountLook(string backend, string fate) => Looks.Add(1, new(Backend, backend), new("storagex.fate", fate));

    /// <summary>Counts an image that was deleted.</summary>
    public static void CountDeletion(string backend) => Deletions.Add(1, new KeyValuePair<string, object?>(Backend, backend));

    /// <summary>Shows a host's figures from now on.</summary>
    public static void Show(HostFigures host) => Hosts[host] = true;

    /// <summary>Shows a host's figures no longer.</summary>
    public static void Hide(HostFigures host) => Hosts.TryRemove(host, out _);

    private static IEnumerable<Measurement<long>> Observe(Func<HostFigures, int> figure) =>
        Hosts.Keys.Select(host => new Measurement<long>(figure(host), host.Labels));
}
