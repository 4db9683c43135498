using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Http;

/// <summary>Where a supervisor looks whether the daemon is well; no token is needed.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Json(new Health("ok"), ContractJson.Default.Health))
            .WithTags("health").WithName("healthz").WithSummary("Whether the daemon runs").Produces<Health>().AllowWithoutToken();
        app.MapGet("/readyz", (JobDesk desk) => desk.IsEnding
                ? TypedResults.Json(new Health("ending"), ContractJson.Default.Health, statusCode: StatusCodes.Status503ServiceUnavailable)
                : TypedResults.Json(new Health("ok"), ContractJson.Default.Health))
            .WithTags("health").WithName("readyz").WithSummary("Whether the daemon takes jobs").Produces<Health>().Produces<Health>(StatusCodes.Status503ServiceUnavailable).AllowWithoutToken();
    }
}
