using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Http;

/// <summary>Reads a request's JSON body.</summary>
internal static class JsonBody
{
    /// <summary>How many bytes one may have.</summary>
    public const long Most = 1 << 20;

    /// <summary>Whether the request says that its body is JSON.</summary>
    public static bool IsJson(HttpRequest request) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value in the body.</summary>
    /// <exception cref="BadBodyException">It is not what it should be; the message says where, and quotes nothing.</exception>
    /// <exception cref="BodyBrokenException">It cannot be read to its end.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, or comes too slowly.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted) ?? throw new BadBodyException("the body is null; an object is expected");
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            throw new BodyBrokenException(error);
        }
        catch (JsonException error)
        {
            var place = error.Path is { Length: > 1 } path ? $" at {path}" : "";
            throw new BadBodyException($"the body is no JSON object as it should be{place}, line {error.LineNumber + 1}");
        }
    }
}

/// <summary>A body is not what it should be.</summary>
/// <param name="message">One line for a person.</param>
internal sealed class BadBodyException(string message) : Exception(message);
