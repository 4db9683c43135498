using System.IO.Compression;
using System.Text;
using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.S3;

/// <summary>What users of restic, rclone and others report of stores that are like S3.</summary>
public sealed class WildStoresSpec
{
    // A PNG as far as a store's files are looked at: its signature and its end.
    private static readonly byte[] Image = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, .. new byte[50], 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];

    [Theory]
    [InlineData("301 Moved Permanently", "PermanentRedirect", "so it is", "x-amz-bucket-region: eu-central-1")]
    [InlineData("307 Temporary Redirect", "TemporaryRedirect", "so it is", "x-amz-bucket-region: eu-central-1")]
    [InlineData("400 Bad Request", "AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'")]
    [InlineData("400 Bad Request", "IllegalLocationConstraintException", "so it is", "x-amz-bucket-region: eu-central-1")]
    public async Task A_bucket_in_another_region_is_told_by_its_region(string status, string code, string message, params string[] headers)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>", [.. headers, "Content-Type: application/xml"]));
        await using var bucket = Bucket(host);
        var error = await Should.ThrowAsync<BackendException>(async () => await bucket.StoreAsync(Image, default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected, error.ToString());
        error.Message.ShouldEndWith("set region = eu-central-1");
        host.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("301 Moved Permanently")]
    public async Task So_it_is_where_the_answer_has_no_body(string status)
    {
        await using var host = RawHost.Start(_ => Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nx-amz-bucket-region: eu-central-1\r\nConnection: close\r\n\r\n"));
        await using var bucket = Bucket(host);
        (await Should.ThrowAsync<BackendException>(async () => await bucket.ExistsAsync(Locator(host), default))).Message.ShouldEndWith("set region = eu-central-1");
    }

    [Fact]
    public async Task A_store_that_hides_what_is_not_there_is_explained()
    {
        await using var host = RawHost.Start(_ => "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
        await using var bucket = Bucket(host);
        var error = await Should.ThrowAsync<BackendException>(async () => await bucket.ExistsAsync(Locator(host), default));
        error.Kind.ShouldBe(BackendErrorKind.Unauthorised);
        error.Message.ShouldContain("s3:ListBucket", Case.Sensitive, error.ToString());
    }

    [Theory]
    [InlineData("501 Not Implemented", "NotImplemented", BackendErrorKind.Rejected)]
    [InlineData("409 Conflict", "OperationAborted", BackendErrorKind.Transient)]
    [InlineData("409 Conflict", "ConditionalRequestConflict", BackendErrorKind.Transient)]
    [InlineData("400 Bad Request", "XAmzContentSHA256Mismatch", BackendErrorKind.Transient)]
    [InlineData("400 Bad Request", "BadDigest", BackendErrorKind.Transient)]
    [InlineData("403 Forbidden", "RequestTimeTooSkewed", BackendErrorKind.Unauthorised)]
    [InlineData("503 Service Unavailable", "SlowDown", BackendErrorKind.Throttled)]
    [InlineData("507 Insufficient Storage", "", BackendErrorKind.Rejected)]
    public async Task A_refusal_means_what_it_says(string status, string code, BackendErrorKind kind)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer(status, $"<Error><Code>{code}</Code><Message>so it is</Message></Error>", "Content-Type: application/xml"));
        await using var bucket = Bucket(host);
        (await Should.ThrowAsync<BackendException>(async () => await bucket.StoreAsync(Image, default))).Kind.ShouldBe(kind);
        host.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("403 Forbidden", "<html><body>Attention required</body></html>", BackendErrorKind.Unauthorised)]
    [InlineData("502 Bad Gateway", "<html><h1>502", BackendErrorKind.Transient)]
    [InlineData("500 Internal Server Error", "{\"not\":\"xml\"}", BackendErrorKind.Transient)]
    [InlineData("400 Bad Request", "\ufeff<?xml version=\"1.0\"?><Error><Code>EntityTooLarge</Code></Error>", BackendErrorKind.Rejected)]
    [InlineData("400 Bad Request", "<!DOCTYPE a [<!ENTITY b \"c\">]><Error>&b;</Error>", BackendErrorKind.Rejected)]
    public async Task What_is_no_stores_own_error_is_one_all_the_same(string status, string body, BackendErrorKind kind)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer(status, body, "Content-Type: text/html"));
        await using var bucket = Bucket(host);
        var error = await Should.ThrowAsync<BackendException>(async () => await bucket.StoreAsync(Image, default));
        error.Kind.ShouldBe(kind, error.ToString());
    }

    [Theory]
    [InlineData("ETag: \"9e107d9d372bb6826bd81d3542a419d6\"")]
    [InlineData("ETag: W/\"abc\"")]
    [InlineData("ETag: abc-2")]
    [InlineData("ETag: \"a\"", "x-amz-checksum-crc32: AAAAAA==", "Content-MD5: AAAA", "x-amz-version-id: null")]
    public async Task Any_etag_will_do(params string[] headers)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", "", headers));
        await using var bucket = Bucket(host);
        (await bucket.StoreAsync(Image, default)).ShouldStartWith($"s3://{host.Address.Authority}/images/");
    }

    [Theory]
    [InlineData("<Error><Code>InternalError</Code><Message>no</Message></Error>")]
    [InlineData("<!DOCTYPE html><title>log in</title>")]
    public async Task A_success_with_an_error_in_it_keeps_nothing(string body)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", body));
        await using var bucket = Bucket(host);
        (await Should.ThrowAsync<BackendException>(async () => await bucket.StoreAsync(Image, default))).Kind.ShouldBe(BackendErrorKind.Transient);
    }

    [Theory]
    [InlineData("aws-chunked", false)]
    [InlineData("gzip", true)]
    [InlineData("gzip", false)]
    [InlineData("aws-chunked,gzip", true)]
    public async Task An_object_that_is_said_to_be_encoded_is_read(string coding, bool isCompressed)
    {
        var body = Image;
        if (isCompressed)
        {
            using var made = new MemoryStream();
            using (var gzip = new GZipStream(made, CompressionLevel.Fastest))
                gzip.Write(Image);
            body = made.ToArray();
        }

        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", body, $"Content-Encoding: {coding}", "ETag: \"a\"", "x-amz-checksum-crc32: AAAAAA=="));
        await using var bucket = Bucket(host);
        using var image = await bucket.DownloadAsync(Locator(host), default);
        image.Span.ToArray().ShouldBe(Image);
    }

    [Fact]
    public async Task An_object_whose_length_is_not_told_is_read_to_its_end_and_is_there()
    {
        await using var host = RawHost.Start(request => (byte[])[.. "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nConnection: close\r\n\r\n"u8, .. request.Method == "HEAD" ? [] : Image]);
        await using var bucket = Bucket(host);
        (await bucket.ExistsAsync(Locator(host), default)).ShouldBeTrue();
        using var image = await bucket.DownloadAsync(Locator(host), default);
        image.Span.ToArray().ShouldBe(Image);
    }

    [Fact]
    public async Task An_error_without_end_does_not_take_the_memory()
    {
        await using var store = await FailingStore.StartAsync();
        store.Answer = async http =>
        {
            http.Response.StatusCode = 400;
            http.Response.ContentType = "application/xml";
            await http.Response.Body.WriteAsync("<Error><Code>"u8.ToArray(), http.RequestAborted);
            var more = Encoding.ASCII.GetBytes(new string('a', 1 << 16));
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(more, http.RequestAborted);
        };
        await using var bucket = Buckets.Parse($"endpoint = \"{store.Address}\", access-key = a, secret-key = b").Create("bucket");
        await Should.ThrowAsync<BackendException>(() => bucket.StoreAsync(Image, default).AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("a b+c", "/images/a%20b%2Bc/")]
    [InlineData("n\u00fc", "/images/n%C3%BC/")]
    [InlineData("nu\u0308", "/images/nu%CC%88/")]
    [InlineData("a%2Fb", "/images/a%252Fb/")]
    public async Task A_prefix_may_have_any_characters(string prefix, string path)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", "", "ETag: \"a\""));
        await using var bucket = Bucket(host, $", prefix = \"{prefix}\"");
        var locator = await bucket.StoreAsync(Image, default);
        bucket.Owns(locator).ShouldBeTrue();
        host.Requests.Single().Target.ShouldStartWith(path);
    }

    private static IImageBackend Bucket(RawHost host, string more = "") => Buckets.Parse($"endpoint = \"{host.Address}\", access-key = a, secret-key = b{more}").Create("bucket");

    private static string Locator(RawHost host) => $"s3://{host.Address.Authority}/images/ab/ab{new string('0', 62)}.png";
}
