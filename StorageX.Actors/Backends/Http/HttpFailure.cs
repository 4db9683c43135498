using System.Text.RegularExpressions;
using StorageX.Errors;
using StorageX.Pacing;

namespace StorageX.Backends.Http;

/// <summary>What an HTTP answer, or its absence, means for the request.</summary>
internal static partial class HttpFailure
{
    /// <summary>The failure that an answer means.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="words">What the host says of it.</param>
    /// <param name="where">The host or URL, without credentials.</param>
    /// <param name="fetching">Whether an image was asked for, so that 404 means that it is lost.</param>
    public static BackendException Of(HttpResponseMessage answer, string words, string where, bool fetching)
    {
        var status = (int)answer.StatusCode;
        var wait = RateLimitHeaders.WaitOf(HeadersOf(answer), TimeProvider.System.GetUtcNow());
        var kind = KindOf(status, wait, words, fetching);
        var asks = status == 401 && Unknown(answer) is { } scheme ? $" (it asks for {scheme}, which is not known here)" : "";
        return new BackendException(kind, $"{where}: {status} {answer.ReasonPhrase}{(words.Length > 0 ? ": " : "")}{words}{asks}", kind == BackendErrorKind.Throttled ? wait : null)
        {
            MayPass = kind is (BackendErrorKind.Rejected or BackendErrorKind.Unauthorised) && status is (400 or 401 or 403 or 404 or 409 or 410 or 422),
        };
    }

    /// <summary>What an answer's status means.</summary>
    /// <param name="status">The HTTP status code, not one of success.</param>
    /// <param name="wait">How long the host asked to wait, if it said.</param>
    /// <param name="words">What the host says of it.</param>
    /// <param name="fetching">Whether an image was asked for, so that 404 means that it is lost.</param>
    public static BackendErrorKind KindOf(int status, TimeSpan? wait, string words, bool fetching) => status switch
    {
        429 => BackendErrorKind.Throttled,
        403 or 503 when wait is not null => BackendErrorKind.Throttled,
        401 or 407 => BackendErrorKind.Unauthorised,
        402 or 403 => Limits().IsMatch(words) ? BackendErrorKind.Throttled : BackendErrorKind.Unauthorised,
        404 or 410 when fetching => BackendErrorKind.Lost,
        304 or 408 or 421 or 423 or 425 => BackendErrorKind.Transient,
        501 or 505 or 507 => BackendErrorKind.Rejected,
        >= 500 => BackendErrorKind.Transient,
        _ => Limits().IsMatch(words) ? BackendErrorKind.Throttled : BackendErrorKind.Rejected,
    };

    /// <summary>The failure that a broken connection means.</summary>
    public static BackendException Of(Exception error, string where) => error switch
    {
        { InnerException: BackendException inner } => inner,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new(BackendErrorKind.Transient, $"{where}: this host is not found; is its name right?", inner: error),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(BackendErrorKind.Rejected, $"{where}: no secure connection: {SystemWords.Of(error)}", inner: error),
        _ => new(BackendErrorKind.Transient, $"{where}: {SystemWords.Of(error)}", inner: error),
    };

    // None of the ways in that the host offers is one that this program knows.
    private static string? Unknown(HttpResponseMessage answer) => answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ToList() is { Count: > 0 } schemes
        && !schemes.Exists(scheme => scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) ? string.Join(" or ", schemes) : null;

    /// <summary>Whether a host's words speak of a limit that time heals.</summary>
    public static bool SpeaksOfLimits(string words) => Limits().IsMatch(words);

    /// <summary>All header fields of an answer, each value by itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));

    [GeneratedRegex("rate.?limit|too many|over.?capacity|quota|flood|slow down|try again later", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Limits();
}
