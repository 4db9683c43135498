using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;
using StorageX.Manifests;

namespace StorageX.Host.Daemon.Http;

/// <summary>Where jobs are submitted that look at what is stored, and that delete it.</summary>
internal static class UpkeepEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapUpkeep(this IEndpointRouteBuilder app)
    {
        app.MapPost(ApiPaths.Health, LookAsync).WithName("health").WithSummary("Submits a look at every image of a file")
            .Accepts<HealthRequest>("application/json").ProducesJob(404);
        app.MapPost(ApiPaths.Deletions, DeleteAsync).WithName("delete").WithSummary("Submits the deletion of a file's images that no other upload in the history here uses")
            .Accepts<DeleteRequest>("application/json").ProducesJob(404);
        app.MapPost(ApiPaths.Prunes, PruneAsync).WithName("prune").WithSummary("Submits the deletion of the images that no upload uses")
            .Accepts<PruneRequest>("application/json").ProducesJob();
    }

    private static async Task<IResult> LookAsync(HttpContext http, JobDesk desk, JobBook jobs)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.HealthRequest);
        return await SubmitAsync(http, desk, jobs, new JobOrder { Kind = JobKind.Health, Quick = asked.Quick }, asked.Key, asked.Job, asked.Priority, asked, ContractJson.Default.HealthRequest);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, JobDesk desk, JobBook jobs)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.DeleteRequest);
        return await SubmitAsync(http, desk, jobs, new JobOrder { Kind = JobKind.Delete, DryRun = asked.DryRun }, asked.Key, asked.Job, asked.Priority, asked, ContractJson.Default.DeleteRequest);
    }

    private static async Task<IResult> PruneAsync(HttpContext http, JobDesk desk)
    {
        var asked = await JsonBody.ReadAsync(http.Request, ContractJson.Default.PruneRequest);
        return Submission.IsPriority(asked.Priority)
            ? await Submission.SubmitAsync(
                http, desk, new JobOrder { Kind = JobKind.Prune, DryRun = asked.DryRun }, asked.Priority, null, null, JsonSerializer.Serialize(asked, ContractJson.Default.PruneRequest))
            : Problems.Invalid(Submission.PriorityDefect);
    }

    /// <summary>Submits what is to be done with the file that a key or a job names.</summary>
    public static async Task<IResult> SubmitAsync<T>(
        HttpContext http, JobDesk desk, JobBook jobs, JobOrder order, string? key, long? job, int? priority, T asked, JsonTypeInfo<T> type)
    {
        if ((key is null) == (job is null))
            return Problems.BadRequest("either \"key\" or \"job\" is needed: the key of the file, or the number of a job that has it");
        if (!Submission.IsPriority(priority))
            return Problems.Invalid(Submission.PriorityDefect);
        var named = job is { } id ? jobs.Find(id) : null;
        if (job is not null && named?.Key is null)
            return Problems.Of(StatusCodes.Status404NotFound, "no-key", "The job has no key yet", $"there is no job {job}, or it has no key; an upload gets it when it is done");
        if (key is not null)
            ShareKey.Parse(key);
        return await Submission.SubmitAsync(
            http, desk, order with { Name = named?.Name }, priority, named?.Key ?? new HiddenText(key!), named?.Size, JsonSerializer.Serialize(asked, type));
    }
}
