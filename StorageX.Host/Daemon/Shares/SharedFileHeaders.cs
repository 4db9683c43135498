using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace StorageX.Host.Daemon.Shares;

/// <summary>
/// How a shared file is presented: a file by somebody else comes from the daemon's own address, so nothing in it may run there.
/// </summary>
internal static class SharedFileHeaders
{
    /// <summary>What a browser may do with the file: show it and play it, and run nothing.</summary>
    public const string Policy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

    private const string Unknown = "application/octet-stream";
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The type that a file's extension says.</summary>
    public static string TypeOf(string name) => !Types.TryGetContentType(name, out var type) ? Unknown : type == "text/plain" ? "text/plain; charset=utf-8" : type;

    /// <summary>The Content-Disposition (RFC 6266, RFC 8187) of a file: what only shows or plays may open in a browser, all else is saved.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="type">Its type.</param>
    public static string Disposition(string name, string type)
    {
        var isInert = type.StartsWith("video/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("text/plain", StringComparison.Ordinal)
            || (type.StartsWith("image/", StringComparison.Ordinal) && !type.Contains("svg", StringComparison.Ordinal));
        var disposition = new ContentDispositionHeaderValue(isInert ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }

    /// <summary>The file's tag: its bytes never change, so it is strong (RFC 9110, section 8.8.3).</summary>
    public static EntityTagHeaderValue Tag(Share share) => new($"\"{Convert.ToHexStringLower(share.TokenHash.AsSpan(0, 12))}\"");
}
