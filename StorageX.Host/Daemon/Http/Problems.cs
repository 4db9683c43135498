using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using StorageX.Errors;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Http;

/// <summary>The errors that the API tells.</summary>
internal static class Problems
{
    private const string MediaType = "application/problem+json";

    /// <summary>A problem as an answer.</summary>
    public static JsonHttpResult<Problem> Of(int status, string kind, string title, string detail) =>
        TypedResults.Json(new Problem(Problem.Urn + kind, title, status, SecretText.Cut(detail)), ContractJson.Default.Problem, MediaType, status);

    /// <summary>What is asked cannot be understood.</summary>
    public static JsonHttpResult<Problem> BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, "bad-request", "The request cannot be understood", detail);

    /// <summary>What is asked cannot be done.</summary>
    public static JsonHttpResult<Problem> Invalid(string detail) => Of(StatusCodes.Status422UnprocessableEntity, "invalid", "The request asks for what cannot be", detail);

    /// <summary>The path is not for jobs.</summary>
    public static JsonHttpResult<Problem> PathRefused(string detail) => Of(StatusCodes.Status403Forbidden, Problem.PathRefused, "The path is not open to jobs", detail);

    /// <summary>There is no such job.</summary>
    public static JsonHttpResult<Problem> NoSuchJob(long id) => Of(StatusCodes.Status404NotFound, "no-such-job", "There is no such job", $"there is no job {id}; it may have been forgotten");

    /// <summary>The body is too large.</summary>
    public static JsonHttpResult<Problem> TooLarge(string detail) => Of(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", detail);

    /// <summary>The daemon ends.</summary>
    public static JsonHttpResult<Problem> Ending() => Of(StatusCodes.Status503ServiceUnavailable, "ending", "The daemon is ending", "submit it again when the daemon is back");

    /// <summary>Why the manager refused a request.</summary>
    public static JsonHttpResult<Problem> Refused(long id, JobProtocol.JobAnswer answer) => answer.Refusal switch
    {
        JobRefusal.Unknown => NoSuchJob(id),
        JobRefusal.WrongState => Of(StatusCodes.Status409Conflict, "wrong-state", "The job's state does not allow that", $"job {answer.Job!.Id} is {(answer.Job.Cancelling ? "being cancelled" : JobViews.Word(answer.Job.State))}"),
        JobRefusal.BodyGone => Of(StatusCodes.Status409Conflict, "body-gone", "The job's file is gone", "the file came as the request's body, which was deleted when the job ended; submit it again"),
        JobRefusal.OtherRequest => Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "The Idempotency-Key was used for another request", $"job {answer.Job!.Id} was made by that one; use another key"),
        JobRefusal.Full => Of(StatusCodes.Status429TooManyRequests, "queue-full", "Too many jobs wait", "wait until some are done; storagex.daemon.waiting sets how many may wait"),
        JobRefusal.Ending => Ending(),
        _ => Of(StatusCodes.Status507InsufficientStorage, "disk", "The disk does not take it", "the job could not be kept; look whether the data directory's disk is full"),
    };
}
