using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Http;

/// <summary>Turns what an endpoint throws into problem details, and logs what nobody foresaw.</summary>
/// <param name="ending">Tells when the daemon ends.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Failures(Ending ending, ILogger<Failures> logger)
{
    /// <summary>Handles one request.</summary>
    public async Task CatchAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && Describe(http) is { } problem)
                await problem.ExecuteAsync(http);
        }
        catch (Exception error) when (!http.Response.HasStarted && Describe(error) is { } problem)
        {
            if (problem.StatusCode == StatusCodes.Status500InternalServerError)
                Unforeseen(error, http.Request.Method, http.GetEndpoint()?.DisplayName);
            await problem.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (ending.Token.IsCancellationRequested && !http.Response.HasStarted)
        {
            await Problems.Ending().ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be told.
        }
    }

    /// <summary>What the router refused: it says nothing but a status.</summary>
    private static JsonHttpResult<Problem>? Describe(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => Problems.BadRequest("a value in the path or the query is not what it should be; /openapi/v1.json says what is"),
        StatusCodes.Status404NotFound => Problems.Of(404, "no-such-place", "There is nothing here", $"{http.Request.Path} leads nowhere; /openapi/v1.json lists what there is"),
        StatusCodes.Status405MethodNotAllowed => Problems.Of(405, "no-such-method", "That cannot be done here", $"{http.Request.Path} takes {http.Response.Headers.Allow}"),
        StatusCodes.Status415UnsupportedMediaType => Problems.Of(415, "not-json", "The body is not JSON", "send application/json"),
        _ => null,
    };

    private static JsonHttpResult<Problem>? Describe(Exception error) => error switch
    {
        BadBodyException or BodyBrokenException => Problems.BadRequest(error.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge("the body is larger than allowed here"),
        BadHttpRequestException bad => Problems.Of(bad.StatusCode, "bad-request", "The request cannot be understood", Describe(bad.StatusCode)),
        BodyTooLargeException => Problems.TooLarge(error.Message),
        PathRefusedException => Problems.PathRefused(error.Message),
        TransferException or SettingsException => Problems.Invalid(error.Message),
        IOException io when StorageDevice.IsFull(io) => Problems.Of(StatusCodes.Status507InsufficientStorage, "disk", "The disk does not take it", "the data directory's disk is full"),
        IOException or UnauthorizedAccessException => Problems.Of(StatusCodes.Status500InternalServerError, "io", "The disk failed", SystemWords.Of(error)),
        OperationCanceledException => null,
        _ => Problems.Of(StatusCodes.Status500InternalServerError, "bug", "The daemon failed", "this is a bug; the daemon's log says more"),
    };

    // The server's own words name its classes and limits.
    private static string Describe(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "the body comes too slowly, or not at all; send it again",
        StatusCodes.Status411LengthRequired => "the body's length is missing: send Content-Length, or chunks",
        StatusCodes.Status414UriTooLong => "the path and the query are too long",
        StatusCodes.Status415UnsupportedMediaType => "the body is not JSON; send application/json",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "the header fields are too large",
        _ => "the body ended early or is not framed as HTTP wants it, or a value in the path or the query is not what /openapi/v1.json says",
    };

    [LoggerMessage(10, LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void Unforeseen(Exception error, string method, string? endpoint);
}
