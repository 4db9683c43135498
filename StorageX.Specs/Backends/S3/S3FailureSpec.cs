using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends;
using Xunit;

namespace StorageX.Specs.Backends.S3;

/// <summary>What a store's refusals mean; each request is sent once.</summary>
public sealed class S3FailureSpec : IAsyncLifetime
{
    private FailingStore _store = null!;
    private IImageBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _store = await FailingStore.StartAsync();
        _backend = Buckets.Parse($"endpoint = \"{_store.Address}\", access-key = mykey, secret-key = mysecret, max-bytes = 1000").Create("bucket");
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Theory]
    [InlineData(404, "NoSuchKey", BackendErrorKind.Lost)]
    [InlineData(404, "NoSuchBucket", BackendErrorKind.Rejected)]
    [InlineData(403, "AccessDenied", BackendErrorKind.Unauthorised)]
    [InlineData(403, "SignatureDoesNotMatch", BackendErrorKind.Unauthorised)]
    [InlineData(403, "RequestTimeTooSkewed", BackendErrorKind.Unauthorised)]
    [InlineData(400, "ExpiredToken", BackendErrorKind.Unauthorised)]
    [InlineData(401, "", BackendErrorKind.Unauthorised)]
    [InlineData(403, "", BackendErrorKind.Unauthorised)]
    [InlineData(503, "SlowDown", BackendErrorKind.Throttled)]
    [InlineData(503, "", BackendErrorKind.Throttled)]
    [InlineData(429, "TooManyRequests", BackendErrorKind.Throttled)]
    [InlineData(500, "InternalError", BackendErrorKind.Transient)]
    [InlineData(502, "", BackendErrorKind.Transient)]
    [InlineData(400, "RequestTimeout", BackendErrorKind.Transient)]
    [InlineData(400, "EntityTooLarge", BackendErrorKind.Rejected)]
    [InlineData(301, "PermanentRedirect", BackendErrorKind.Rejected)]
    [InlineData(507, "XMinioStorageFull", BackendErrorKind.Rejected)]
    public async Task An_upload_that_is_refused_says_why_after_one_request(int status, string code, BackendErrorKind kind)
    {
        _store.Answer = FailingStore.Error(status, code);
        var error = await Should.ThrowAsync<BackendException>(async () => await _backend.UploadAsync(new byte[10], default));
        error.Kind.ShouldBe(kind, error.Message);
        error.Message.ShouldContain($"{status}");
        error.Message.ShouldContain(code);
        error.ToString().ShouldNotContain("mysecret");
        _store.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_success_without_an_etag_is_not_a_stores()
    {
        var error = await Should.ThrowAsync<BackendException>(async () => await _backend.UploadAsync(new byte[10], default));
        error.Kind.ShouldBe(BackendErrorKind.Transient);
        error.Message.ShouldContain("answers without an ETag");
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(429, "")]
    public async Task A_wait_that_the_store_asks_for_is_told(int status, string code)
    {
        _store.Answer = FailingStore.Error(status, code, ("Retry-After", "7"));
        var error = await Should.ThrowAsync<BackendException>(async () => await _backend.DownloadAsync(Locator, default));
        (error.Kind, error.RetryAfter).ShouldBe((BackendErrorKind.Throttled, TimeSpan.FromSeconds(7)));
        _store.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_ends_before_its_length_is_an_error()
    {
        _store.Answer = async http =>
        {
            http.Response.ContentLength = 500;
            await http.Response.Body.WriteAsync(new byte[100]);
            await http.Response.Body.FlushAsync();
            http.Abort();
        };
        var error = await Should.ThrowAsync<BackendException>(async () => await _backend.DownloadAsync(Locator, default));
        error.IsRetryable.ShouldBeTrue();
        _store.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_over_the_limit_is_not_read_to_its_end(bool tellsLength)
    {
        // It has no end, so that whoever reads to it never comes back.
        _store.Answer = async http =>
        {
            if (tellsLength)
                http.Response.ContentLength = long.MaxValue;
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(new byte[1 << 16], http.RequestAborted);
        };
        var error = await Should.ThrowAsync<BackendException>(() => _backend.DownloadAsync(Locator, default).AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
        error.Kind.ShouldBe(BackendErrorKind.Corrupt);
        error.Message.ShouldContain("more than the 1000 bytes");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_worth_another_try()
    {
        _store.Answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var error = await Should.ThrowAsync<BackendException>(async () => await _backend.UploadAsync(new byte[10], default));
        error.Kind.ShouldBe(BackendErrorKind.Transient, error.ToString());
        _store.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("TemporaryRedirect")]
    public async Task A_store_that_sends_on_is_not_followed(string code)
    {
        _store.Answer = FailingStore.Error(307, code, ("Location", $"{_store.Address}images/elsewhere"));
        var error = await Should.ThrowAsync<BackendException>(async () => await _backend.UploadAsync(new byte[10], default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected, error.ToString());
        error.Message.ShouldContain("set region or endpoint");
        _store.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_down_is_worth_another_try()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var down = Buckets.Parse($"endpoint = \"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}\", access-key = a, secret-key = b").Create("down");
        (await Should.ThrowAsync<BackendException>(async () => await down.UploadAsync(new byte[10], default))).Kind.ShouldBe(BackendErrorKind.Transient);
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_half_way_ends_at_once()
    {
        using var cancel = new CancellationTokenSource();
        _store.Answer = async http =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        };
        await Should.ThrowAsync<OperationCanceledException>(async () => await _backend.UploadAsync(new byte[10], cancel.Token));
    }

    [Fact]
    public async Task A_request_carries_no_checksum_that_older_stores_refuse()
    {
        string[] headers = [];
        _store.Answer = http =>
        {
            headers = [.. http.Request.Headers.Select(header => $"{header.Key}: {header.Value}".ToLowerInvariant())];
            http.Response.Headers.ETag = "\"a\"";
            return Task.CompletedTask;
        };
        await _backend.UploadAsync(new byte[10], default);
        headers.ShouldContain("content-length: 10");
        headers.ShouldContain(header => header.StartsWith("x-amz-content-sha256: 01d448af", StringComparison.Ordinal));
        headers.ShouldNotContain(header => header.Contains("trailer") || header.Contains("crc32") || header.Contains("chunked"));
    }

    [Fact]
    public async Task Half_of_the_credentials_is_none()
    {
        await using var half = Buckets.Parse($"endpoint = \"{_store.Address}\", access-key = a").Create("half");
        var error = await Should.ThrowAsync<BackendException>(async () => await half.StoreAsync(new byte[10], default));
        error.Kind.ShouldBe(BackendErrorKind.Unauthorised);
        error.Message.ShouldContain("access-key and secret-key");
        _store.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "the store refuses access: check what the key may do in the bucket images (403 AccessDenied: so it is)")]
    [InlineData(403, "SignatureDoesNotMatch", "the store does not take the credentials: check access-key and secret-key (403 SignatureDoesNotMatch: so it is)")]
    [InlineData(400, "ExpiredToken", "the credentials have expired: set new ones (400 ExpiredToken: so it is)")]
    [InlineData(404, "NoSuchBucket", "there is no such bucket: make the bucket images first, or correct its name (404 NoSuchBucket: so it is)")]
    [InlineData(507, "XMinioStorageFull", "the store is full: make room there, or upload to another backend (507 XMinioStorageFull: so it is)")]
    [InlineData(503, "SlowDown", "the store takes no more for now (503 SlowDown: so it is)")]
    [InlineData(500, "InternalError", "the store has failed (500 InternalError: so it is)")]
    [InlineData(400, "Odd", "the store refuses the request (400 Odd: so it is)")]
    [InlineData(400, "", "the store refuses the request (400)")]
    [InlineData(500, "", "the store has failed (500)")]
    [InlineData(307, "", "the store sends on to another address: set region or endpoint to where the bucket is")]
    public async Task A_refusal_is_told_in_our_words_with_the_stores_answer_and_none_of_the_librarys(int status, string code, string words)
    {
        _store.Answer = FailingStore.Error(status, code, [.. status == 307 ? new[] { ("Location", $"{_store.Address}images/elsewhere") } : []]);
        (await Should.ThrowAsync<BackendException>(async () => await _backend.UploadAsync(new byte[10], default))).Message.ShouldContain($".png: {words}");
    }

    [Theory]
    [InlineData(403, "text/html", "<html><body>go away</body></html>", "(403)")]
    [InlineData(500, "text/plain", "so it is", "the store has failed (500)")]
    [InlineData(400, "application/json", "{\"message\":\"no\"}", "the store refuses the request (400)")]
    [InlineData(403, "application/xml", "<Error><Code>Odd</Code></Error>", "(403 Odd)")]
    [InlineData(403, "application/xml", "<Error><Code>Odd", "(403)")]
    [InlineData(404, "application/xml", "", "the store has no such image (404)")]
    public async Task What_is_no_answer_of_s3_is_told_by_its_status(int status, string type, string body, string words)
    {
        _store.Answer = async http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (status, type);
            await http.Response.WriteAsync(body);
        };
        (await Should.ThrowAsync<BackendException>(async () => await _backend.DownloadAsync(Locator, default))).Message.ShouldEndWith(words);
    }

    private static string Hash => "ab" + new string('0', 62);

    private string Locator => $"s3://{_store.Address.Authority}/images/ab/{Hash}.png";
}
