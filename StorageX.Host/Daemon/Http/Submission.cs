using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Http;

/// <summary>A job that a request made, or had made before.</summary>
/// <param name="job">The job.</param>
/// <param name="isNew">Whether this request made it.</param>
internal sealed class Submission(Job job, bool isNew) : IResult
{
    /// <summary>What is told of a priority that is none.</summary>
    public static readonly string PriorityDefect = $"\"priority\" is {RequestLimits.LeastPriority} to {RequestLimits.MostPriority}";

    private const string IdempotencyHeader = "Idempotency-Key";
    private const int LongestName = 255;

    /// <summary>Whether this request made it.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>Whether a priority is one.</summary>
    public static bool IsPriority(int? priority) => priority is null or (>= RequestLimits.LeastPriority and <= RequestLimits.MostPriority);

    /// <summary>Has a job made, unless the same request has made one already.</summary>
    /// <param name="http">The request.</param>
    /// <param name="desk">Where jobs are made.</param>
    /// <param name="order">What the job is to do.</param>
    /// <param name="priority">The higher, the sooner; null for 0.</param>
    /// <param name="key">The key that it needs.</param>
    /// <param name="size">The file's size in bytes, if it is known.</param>
    /// <param name="fingerprint">All that was asked.</param>
    public static async Task<IResult> SubmitAsync(HttpContext http, JobDesk desk, JobOrder order, int? priority, HiddenText? key, long? size, string fingerprint)
    {
        Idempotency? idempotency = null;
        if (http.Request.Headers.TryGetValue(IdempotencyHeader, out var name))
        {
            if (name is not [{ Length: > 0 and <= LongestName } text])
                return Problems.BadRequest($"{IdempotencyHeader} is 1 to {LongestName} characters");
            idempotency = new Idempotency(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{order.Kind} {fingerprint}"))));
        }

        var answer = await desk.AskAsync(new JobProtocol.Submit(new JobSubmission(order, priority ?? 0, key, size, idempotency)));
        if (answer.Refusal is null)
            return new Submission(answer.Job!, !answer.Existed);
        if (answer.Refusal is JobRefusal.Full or JobRefusal.Ending)
            http.Response.Headers.RetryAfter = "10";
        return Problems.Refused(0, answer);
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = ApiPaths.Job(job.Id);
        return TypedResults.Json(JobViews.Of(job), ContractJson.Default.JobView, statusCode: IsNew ? StatusCodes.Status202Accepted : StatusCodes.Status200OK).ExecuteAsync(httpContext);
    }
}

/// <summary>What the endpoints that take jobs have in common.</summary>
internal static class SubmissionRoute
{
    /// <summary>Says what such an endpoint answers.</summary>
    public static RouteHandlerBuilder ProducesJob(this RouteHandlerBuilder route, params int[] more) => route.WithTags("jobs")
        .Produces<JobView>(StatusCodes.Status202Accepted).Produces<JobView>().WithProblems([400, .. more, 408, 413, 415, 422, 429, 503, 507]);
}
