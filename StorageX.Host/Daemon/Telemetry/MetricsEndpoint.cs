using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StorageX.Host.Daemon.Telemetry;

/// <summary>Where Prometheus looks. It needs the token, as everything but health does.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", (MetricStore metrics) => TypedResults.Text(metrics.Read(PrometheusText.Write), PrometheusText.MediaType))
            .WithTags("health").WithName("metrics").WithSummary("The daemon's figures, in Prometheus' text format").Produces<string>(StatusCodes.Status200OK, "text/plain");
}
