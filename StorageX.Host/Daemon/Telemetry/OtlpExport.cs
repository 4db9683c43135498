using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>
/// Sends the daemon's figures to an OpenTelemetry collector, by OTLP over HTTP. Headers, for example a token, come from the
/// environment, as OpenTelemetry has it: <c>OTEL_EXPORTER_OTLP_HEADERS</c>.
/// </summary>
internal static class OtlpExport
{
    /// <summary>Begins; disposing sends what is left.</summary>
    /// <param name="collector">The collector, without a path: http://127.0.0.1:4318.</param>
    /// <param name="interval">How often.</param>
    public static IDisposable Start(Uri collector, TimeSpan interval) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("storagex", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3)))
        .AddMeter([.. MetricStore.Meters])
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/v1/metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)interval.TotalMilliseconds;
        })
        .Build();
}
