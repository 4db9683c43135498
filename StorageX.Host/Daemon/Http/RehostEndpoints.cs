using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Http;

/// <summary>Where jobs are submitted that store again what is stored.</summary>
internal static class RehostEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapRehosts(this IEndpointRouteBuilder app)
    {
        app.MapPost(ApiPaths.Repairs, RepairAsync).WithName("repair").WithSummary("Submits the repair of what hosts have lost of a file")
            .Accepts<RepairRequest>("application/json").ProducesJob(403, 404);
        app.MapPost(ApiPaths.Copies, (HttpContext http, JobDesk desk, JobBook jobs, StorageXSettings settings) => CopyAsync(http, desk, jobs, settings, JobKind.Copy))
            .WithName("copy").WithSummary("Submits a copy of a file to other hosts, its images as they are").Accepts<CopyRequest>("application/json").ProducesJob(404);
        app.MapPost(ApiPaths.Moves, (HttpContext http, JobDesk desk, JobBook jobs, StorageXSettings settings) => CopyAsync(http, desk, jobs, settings, JobKind.Move))
            .WithName("move").WithSummary("Submits a copy of a file to other hosts and the deletion of its images of before").Accepts<CopyRequest>("application/json").ProducesJob(404);
    }

    private static async Task<IResult> RepairAsync(HttpContext http, JobDesk desk, JobBook jobs, PathRoots roots, StorageXSettings settings)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.RepairRequest);
        if (HostDefects.Of(asked.To, null, null, settings) is { } defect)
            return Problems.Invalid(defect);
        string? own = null;
        if (asked.From is not null)
        {
            own = roots.Require(asked.From);
            await roots.OpenSource(own).DisposeAsync();
        }

        var order = new JobOrder { Kind = JobKind.Repair, Path = own, To = asked.To };
        return await UpkeepEndpoints.SubmitAsync(http, desk, jobs, order, asked.Key, asked.Job, asked.Priority, asked, ContractJson.Default.RepairRequest);
    }

    private static async Task<IResult> CopyAsync(HttpContext http, JobDesk desk, JobBook jobs, StorageXSettings settings, JobKind kind)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.CopyRequest);
        if (asked.To is not { Length: > 0 })
            return Problems.BadRequest("\"to\" is missing: the backend or pool that it goes to, or several backends with commas between");
        if (HostDefects.Of(asked.To, asked.Copies, asked.Parity, settings) is { } defect)
            return Problems.Invalid(defect);
        var order = new JobOrder { Kind = kind, To = asked.To, Copies = asked.Copies, Parity = asked.Parity };
        return await UpkeepEndpoints.SubmitAsync(http, desk, jobs, order, asked.Key, asked.Job, asked.Priority, asked, ContractJson.Default.CopyRequest);
    }
}
