using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using StorageX.Backends.Http;
using StorageX.Pacing;

namespace StorageX.Backends.S3;

/// <summary>What a failure that the SDK tells means for the request.</summary>
internal static partial class S3Failure
{
    /// <summary>The failure behind an exception of the SDK, or of the connection under it.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="settings">The bucket, for what can be done.</param>
    /// <param name="where">What was asked for.</param>
    /// <param name="fetching">Whether an image was asked for.</param>
    public static BackendException Of(Exception error, S3Settings settings, string where, bool fetching)
    {
        var answer = Chain(error).OfType<HttpErrorResponseException>().FirstOrDefault()?.Response;
        var refusal = error as AmazonServiceException;
        if ((int?)(answer?.StatusCode ?? refusal?.StatusCode) is not (> 0 and var status))
            return Unanswered(error, where);
        var code = refusal?.ErrorCode ?? "";
        var wait = answer is null ? null : WaitOf(answer);
        var kind = KindOf(status, code, wait, error.Message);
        if (RegionOf(answer, error.Message) is { } region && region != settings.Region && status is 301 or 307 or 400 or 403)
            return new BackendException(BackendErrorKind.Rejected, $"{where}: {status} {code}: the bucket is in another region: set region = {region}", inner: error);
        return new BackendException(kind, $"{where}: {WhatOf(status, code, kind)}{AdviceOf(status, code, settings, fetching)} ({AnswerOf(status, code, refusal)})", kind == BackendErrorKind.Throttled ? wait : null, error);
    }

    private static string WhatOf(int status, string code, BackendErrorKind kind) => (code, kind) switch
    {
        ("NoSuchBucket", _) => "there is no such bucket",
        ("ExpiredToken" or "TokenRefreshRequired", _) => "the credentials have expired",
        ("InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken", _) => "the store does not take the credentials",
        ("RequestTimeTooSkewed", _) => "the store's clock and this machine's differ",
        ("QuotaExceeded" or "XMinioStorageFull", _) => "the store is full",
        ("AuthorizationHeaderMalformed", _) => "the store expects requests for another region",
        ("EntityTooLarge", _) => "the store takes no image of this size",
        (_, BackendErrorKind.Lost) => "the store has no such image",
        (_, BackendErrorKind.Throttled) => "the store takes no more for now",
        (_, BackendErrorKind.Unauthorised) => "the store refuses access",
        (_, BackendErrorKind.Transient) => "the store has failed",
        _ when status / 100 == 3 => "the store sends on to another address",
        _ => "the store refuses the request",
    };

    private static string AdviceOf(int status, string code, S3Settings settings, bool fetching) => code switch
    {
        "NoSuchBucket" => $": make the bucket {settings.Bucket} first, or correct its name",
        "RequestTimeTooSkewed" => ": set this machine's clock",
        "ExpiredToken" or "TokenRefreshRequired" => ": set new ones",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" => ": check access-key and secret-key",
        "AccessDenied" or "Forbidden" or "" when fetching && status == 403 => ": an image that is not there is answered so too, where the key may not list the bucket (s3:ListBucket)",
        "QuotaExceeded" or "XMinioStorageFull" => ": make room there, or upload to another backend",
        _ when status / 100 == 3 || code == "AuthorizationHeaderMalformed" => ": set region or endpoint to where the bucket is",
        _ when status is 401 or 403 => $": check what the key may do in the bucket {settings.Bucket}",
        _ => "",
    };

    // What the SDK makes up where the store said nothing says nothing either: a code out of the status, and words around it.
    private static string AnswerOf(int status, string code, AmazonServiceException? refusal)
    {
        var isTold = refusal is not (null or AmazonUnmarshallingException) && !refusal.Message.Contains("No further error information", StringComparison.Ordinal);
        var isMadeUp = !isTold && code == ((HttpStatusCode)status).ToString();
        return $"{status}{(code.Length == 0 || isMadeUp ? "" : " " + code)}{(isTold ? ": " + refusal!.Message : "")}";
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    private static BackendErrorKind KindOf(int status, string code, TimeSpan? wait, string words) => code switch
    {
        "NoSuchKey" or "NotFound" or "NoSuchVersion" => BackendErrorKind.Lost,
        "NoSuchBucket" or "PermanentRedirect" or "AuthorizationHeaderMalformed" or "QuotaExceeded" or "XMinioStorageFull" => BackendErrorKind.Rejected,
        "SlowDown" or "ServiceUnavailable" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "TooManyRequests" or "BandwidthLimitExceeded" => BackendErrorKind.Throttled,
        "AccessDenied" or "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" or "RequestTimeTooSkewed" => BackendErrorKind.Unauthorised,
        "RequestTimeout" or "ConditionalRequestConflict" or "IncompleteBody" or "BadDigest" or "XAmzContentSHA256Mismatch" or "OperationAborted" => BackendErrorKind.Transient,
        _ => status is 503 ? BackendErrorKind.Throttled : HttpFailure.KindOf(status, wait, words, fetching: true),
    };

    // A bucket elsewhere is told in a header field, or in words: "the region 'us-east-1' is wrong; expecting 'eu-central-1'".
    private static string? RegionOf(IWebResponseData? answer, string words)
    {
        if (answer?.IsHeaderPresent("x-amz-bucket-region") == true && answer.GetHeaderValue("x-amz-bucket-region") is { Length: > 0 and <= 40 } named && named.All(InRegions))
            return named;
        return Expecting().Match(words) is { Success: true } match ? match.Groups["region"].Value : null;
    }

    private static bool InRegions(char character) => char.IsAsciiLetterOrDigit(character) || character == '-';

    [GeneratedRegex("is wrong; expecting '(?<region>[a-z0-9-]{1,40})'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expecting();

    private static TimeSpan? WaitOf(IWebResponseData response) => RateLimitHeaders.WaitOf(
        response.GetHeaderNames().Select(name => KeyValuePair.Create(name, response.GetHeaderValue(name))), TimeProvider.System.GetUtcNow());

    private static BackendException Unanswered(Exception error, string where)
    {
        if (Chain(error).OfType<BackendException>().FirstOrDefault() is { } told)
            return told;
        if (Chain(error).FirstOrDefault(at => at is HttpRequestException or IOException) is { } broken)
            return HttpFailure.Of(broken, where);
        return error switch
        {
            // The SDK follows where Amazon sends it on to, and takes no other host for a store.
            ArgumentException => new BackendException(BackendErrorKind.Rejected, $"{where}: the store sends on to another address: set region or endpoint to where the bucket is", inner: error),
            AmazonClientException => new BackendException(
                BackendErrorKind.Unauthorised, $"{where}: no credentials for it were found: set access-key and secret-key, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment", inner: error),
            _ => HttpFailure.Of(error, where),
        };
    }

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
