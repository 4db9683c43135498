using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Http;

/// <summary>Where the hosts are looked at.</summary>
internal static class BackendEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapBackends(this IEndpointRouteBuilder app) => app.MapGet(ApiPaths.Backends, ListAsync)
        .WithTags("backends").WithName("backends").WithSummary("Lists the hosts, with their pace and health").Produces<HostList>();

    private static async Task<IResult> ListAsync(StorageXSettings settings, Storage storage)
    {
        var paces = (await storage.HostsAsync()).ToLookup(pace => pace.Name);
        var hosts = settings.Backends.OrderBy(backend => backend.Key, StringComparer.Ordinal).Select(backend =>
        {
            var (up, down) = (paces[backend.Key].FirstOrDefault(pace => pace.Stores), paces[backend.Key].FirstOrDefault(pace => !pace.Stores));
            return new HostView(backend.Key, backend.Value.Type, backend.Value.Place, backend.Key == settings.DefaultBackend, Health(up, down), View(up), View(down));
        });
        return TypedResults.Json(new HostList([.. hosts]), ContractJson.Default.HostList);
    }

    private static string Health(params HostStatus?[] paces) => paces.OfType<HostStatus>().ToList() switch
    {
        [] => "unused",
        var known when known.Any(pace => pace.Failures > 0) => "failing",
        var known when known.Any(pace => pace.WaitingUntil is not null) => "waiting",
        var known when known.Any(pace => pace.IsSlowed) => "slowed",
        _ => "ok",
    };

    private static HostPaceView? View(HostStatus? pace) =>
        pace is null ? null : new HostPaceView(pace.Permits, pace.Running, pace.Waiting, pace.Rate, pace.WaitingUntil, pace.Failures);
}
