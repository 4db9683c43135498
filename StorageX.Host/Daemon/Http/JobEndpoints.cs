using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Http;

/// <summary>Where jobs are looked at and changed.</summary>
internal static class JobEndpoints
{
    private const string Id = "/{id:long}";
    private const int MostWaited = 300;

    /// <summary>Adds the endpoints.</summary>
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var jobs = app.MapGroup(ApiPaths.Jobs).WithTags("jobs");
        jobs.MapGet("", List).WithName("listJobs").WithSummary("Lists jobs, the newest first").Produces<JobList>().WithProblems(400);
        jobs.MapGet(Id, Show).WithName("showJob").WithSummary("Shows a job").Produces<JobView>().WithProblems(404);
        jobs.MapGet(Id + ApiPaths.Key, Key).WithName("jobKey").WithSummary("Gives an upload's key, or the one that another job was given").Produces<JobKey>().WithProblems(404);
        jobs.MapGet(Id + ApiPaths.Errors, Errors).WithName("jobErrors").WithSummary("Lists what went wrong and was tried again").Produces<JobTroubleList>().WithProblems(404);
        jobs.MapGet(Id + ApiPaths.Report, Report).WithName("jobReport").WithSummary("Gives all that a job has found or done").Produces<JobReport>().WithProblems(404);
        jobs.MapGet(Id + ApiPaths.Wait, WaitAsync).WithName("waitForJob").WithSummary("Shows a job when it is over, or when the time is").Produces<JobView>().WithProblems(400, 404);
        jobs.MapPost(Id + ApiPaths.Cancel, (long id, JobDesk desk, JobBook book) => ChangeAsync(new JobProtocol.Cancel(id), id, desk, book))
            .WithName("cancelJob").WithSummary("Ends a job").Produces<JobView>().WithProblems(404, 409, 507);
        jobs.MapPost(Id + ApiPaths.Retry, (long id, JobDesk desk, JobBook book) => ChangeAsync(new JobProtocol.Retry(id), id, desk, book))
            .WithName("retryJob").WithSummary("Tries a job again that failed or was cancelled").Produces<JobView>().WithProblems(404, 409, 507);
        jobs.MapDelete(Id, ForgetAsync).WithName("forgetJob").WithSummary("Forgets a job that is over").Produces(StatusCodes.Status204NoContent).WithProblems(404, 409, 507);
    }

    private static IResult List(JobBook book, string? state = null, string? kind = null, string? q = null, int limit = RequestLimits.UsuallyListed, long? after = null)
    {
        if (limit is < 1 or > RequestLimits.MostListed)
            return Problems.BadRequest($"\"limit\" is 1 to {RequestLimits.MostListed}");
        var states = state?.Split(',');
        if (states?.FirstOrDefault(word => !JobWords.States.Contains(word)) is not null || (kind is not null && !JobWords.Kinds.Contains(kind)))
            return Problems.BadRequest($"\"state\" is one or more of {string.Join(",", JobWords.States)}; \"kind\" is one of {string.Join(", ", JobWords.Kinds)}");
        var seq = book.Events.Last;
        var counts = JobWords.States.ToDictionary(word => word, _ => 0);
        var found = new List<JobView>();
        foreach (var job in book.All)
        {
            var word = JobViews.Word(job.State);
            counts[word]++;
            if (found.Count <= limit && !(job.Id >= after) && states?.Contains(word) != false && (kind is null || JobViews.Word(job.Order.Kind) == kind)
                && (q is null || job.Name?.Contains(q, StringComparison.OrdinalIgnoreCase) == true))
                found.Add(JobViews.Of(book.Now(job)));
        }

        var hasMore = found.Count > limit;
        if (hasMore)
            found.RemoveAt(limit);
        return TypedResults.Json(new JobList(found, hasMore ? found[^1].Id : null, seq, counts), ContractJson.Default.JobList);
    }

    private static IResult Show(long id, JobBook book) =>
        book.Find(id) is { } job ? TypedResults.Json(JobViews.Of(job), ContractJson.Default.JobView) : Problems.NoSuchJob(id);

    private static IResult Key(long id, JobBook book) => book.Find(id) switch
    {
        null => Problems.NoSuchJob(id),
        { Key: { } key } => TypedResults.Json(new JobKey(key.Reveal()), ContractJson.Default.JobKey),
        _ => Problems.Of(StatusCodes.Status404NotFound, "no-key", "The job has no key yet", $"job {id} has no key; an upload gets it when it is done"),
    };

    private static IResult Report(long id, JobBook book) => book.Find(id) switch
    {
        null => Problems.NoSuchJob(id),
        { Report: { } report } => TypedResults.Json(report, ContractJson.Default.JobReport),
        _ => Problems.Of(StatusCodes.Status404NotFound, "no-report", "The job has no report", $"job {id} has nothing to report; all but uploads and downloads have when they are done"),
    };

    private static IResult Errors(long id, JobBook book) =>
        book.Find(id) is { } job ? TypedResults.Json(new JobTroubleList(job.TroubleCount, job.Troubles), ContractJson.Default.JobTroubleList) : Problems.NoSuchJob(id);

    private static async Task<IResult> WaitAsync(long id, JobBook book, TimeProvider time, HttpContext http, Ending ending, int timeout = 30)
    {
        if (timeout is < 0 or > MostWaited)
            return Problems.BadRequest($"\"timeout\" is 0 to {MostWaited} seconds");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, ending.Token);
        var until = Task.Delay(TimeSpan.FromSeconds(timeout), time, enough.Token);
        while (true)
        {
            var next = book.Changes.Next;
            if (book.Find(id) is not { } job)
                return Problems.NoSuchJob(id);
            if (job.IsOver || until.IsCompleted)
                return TypedResults.Json(JobViews.Of(job), ContractJson.Default.JobView);
            await Task.WhenAny(next, until);
        }
    }

    private static async Task<IResult> ChangeAsync(JobProtocol.Request request, long id, JobDesk desk, JobBook book)
    {
        var answer = await desk.AskAsync(request);
        return answer.Refusal is null ? TypedResults.Json(JobViews.Of(book.Now(answer.Job!)), ContractJson.Default.JobView) : Problems.Refused(id, answer);
    }

    private static async Task<IResult> ForgetAsync(long id, JobDesk desk)
    {
        var answer = await desk.AskAsync(new JobProtocol.Forget(id));
        return answer.Refusal is null ? TypedResults.NoContent() : Problems.Refused(id, answer);
    }
}
