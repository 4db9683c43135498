using System.IO.Compression;
using System.Text;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>What users of ShareX, rclone and others report of servers that take uploads over HTTP, and of what stands before them.</summary>
public sealed class WildHostsSpec
{
    private const string Given = "https://x.example/a.png";
    private static readonly byte[] Image = Some.Bytes(5000, seed: 1);

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    [InlineData("aws-chunked")]
    [InlineData("utf-8")]
    public async Task A_compressed_answer_is_read_although_none_was_asked_for(string coding)
    {
        byte[] Compressed(byte[] bytes) => coding.Split(", ").Aggregate(bytes, Compress);
        await using var host = RawHost.Start(request => RawHost.Answer("200 OK", Compressed(request.Method == "GET" ? Image : Encoding.UTF8.GetBytes($"{{\"u\":\"{Given}\"}}")), $"Content-Encoding: {coding.Replace("raw ", "", StringComparison.Ordinal)}"));
        await using var backend = new HttpBackend("host", Profile(host));
        (await backend.StoreAsync(Image, default)).ShouldBe(Given);
        using var image = await backend.DownloadAsync($"{host.Address}a.png", default);
        image.Span.ToArray().ShouldBe(Image);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task What_is_said_to_be_compressed_and_is_not_is_taken_as_it_is(string coding)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", Image, $"Content-Encoding: {coding}"));
        await using var backend = new HttpBackend("host", Profile(host));
        using var image = await backend.DownloadAsync($"{host.Address}a.png", default);
        image.Span.ToArray().ShouldBe(Image);
    }

    [Fact]
    public async Task A_compressed_answer_that_is_cut_or_far_too_large_is_an_error()
    {
        var bytes = Compress(Some.Bytes(1000, seed: 2), "gzip")[..500];
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", bytes, "Content-Encoding: gzip"));
        await using var backend = new HttpBackend("host", Profile(host, own: """{ "MaxBytes": 10000 }"""));
        (await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync($"{host.Address}a.png", default))).Kind.ShouldBe(BackendErrorKind.Corrupt);
        bytes = Compress(new byte[10_000_000], "gzip");
        (await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync($"{host.Address}a.png", default))).Message.ShouldContain("more than the 10000 bytes");
    }

    [Theory]
    [InlineData("301 Moved Permanently", "POST", "/up/")]
    [InlineData("302 Found", "POST", "/up/")]
    [InlineData("307 Temporary Redirect", "POST", "/elsewhere")]
    [InlineData("308 Permanent Redirect", "POST", "/elsewhere")]
    [InlineData("301 Moved Permanently", "PUT", "/elsewhere")]
    [InlineData("302 Found", "PUT", "/elsewhere")]
    public async Task An_upload_that_is_sent_on_is_repeated_with_its_image_where_it_was_not_taken(string status, string method, string to)
    {
        await using var host = RawHost.Start(request => request.Target == "/up" ? RawHost.Answer(status, "", $"Location: {to}") : RawHost.Answer("200 OK", $"{{\"u\":\"{Given}\"}}"));
        await using var backend = new HttpBackend("host", Profile(host, $""" "RequestMethod": "{method}", "Headers": {"{"} "X-Key": "secret" {"}"} """));
        await backend.StoreAsync(Image, default);
        var last = host.Requests.Last();
        (last.Method, last.Target, last.Body.Length, last["X-Key"]).ShouldBe((method, to, Image.Length, "secret"));
    }

    [Theory]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    public async Task An_upload_that_was_taken_leads_to_its_picture(string status)
    {
        await using var host = RawHost.Start(request => request.Method == "POST" ? RawHost.Answer(status, "", "Location: /i/\u00c3\u00bc.png") : RawHost.Answer("200 OK", Image, "Content-Type: image/png"));
        await using var backend = new HttpBackend("host", Profile(host, url: "{responseurl}"));
        (await backend.StoreAsync(Image, default)).ShouldBe($"{host.Address}i/%C3%BC.png");
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("403 Forbidden")]
    [InlineData("405 Method Not Allowed")]
    [InlineData("406 Not Acceptable")]
    [InlineData("501 Not Implemented")]
    [InlineData("200 OK")]
    public async Task A_server_that_knows_no_head_is_asked_for_the_picture(string status)
    {
        await using var host = RawHost.Start(request => request.Method == "HEAD" ? Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n") : request.Target == "/a.png" ? RawHost.Answer("200 OK", Image) : RawHost.Answer("404 Not Found"));
        await using var backend = new HttpBackend("host", Profile(host));
        (await backend.ExistsAsync($"{host.Address}a.png", default)).ShouldBeTrue();
        (await backend.ExistsAsync($"{host.Address}b.png", default)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde", true)]
    [InlineData("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nabcde", true)]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: Text/HTML\r\nContent-Length: 5\r\n\r\nhello", true)]
    [InlineData("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n", false)]
    public async Task What_is_no_whole_picture_is_an_error(string answer, bool isRetryable)
    {
        await using var host = RawHost.Start(_ => answer);
        await using var backend = new HttpBackend("host", Profile(host));
        (await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync($"{host.Address}a.png", default))).IsRetryable.ShouldBe(isRetryable);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nabcde")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde")]
    [InlineData("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nabcde")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nabcde\r\n0\r\nX-Trailer: z\r\n\r\n")]
    [InlineData("HTTP/1.1 203 Other\r\nContent-Length: 5\r\n\r\nabcdefghij")]
    public async Task A_picture_may_come_in_any_way_that_http_knows(string answer)
    {
        await using var host = RawHost.Start(_ => answer);
        await using var backend = new HttpBackend("host", Profile(host));
        using var image = await backend.DownloadAsync($"{host.Address}a.png", default);
        Encoding.ASCII.GetString(image.Span).ShouldBe("abcde");
    }

    [Theory]
    [InlineData("403 Forbidden", "<html><head><title>Error 1015: You are being rate limited</title></head></html>", BackendErrorKind.Throttled, "Error 1015: You are being rate limited")]
    [InlineData("403 Forbidden", """{"error":{"code":7,"message":"no hotlinks"}}""", BackendErrorKind.Unauthorised, "no hotlinks")]
    [InlineData("403 Forbidden", "<Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>", BackendErrorKind.Unauthorised, "Access denied")]
    [InlineData("500 Internal Server Error", "<h1>Database\n  is down</h1>", BackendErrorKind.Transient, "Database is down")]
    [InlineData("502 Bad Gateway", "upstream gone", BackendErrorKind.Transient, "upstream gone")]
    [InlineData("410 Gone", """{"detail":"removed"}""", BackendErrorKind.Lost, "removed")]
    [InlineData("401 Unauthorized", "", BackendErrorKind.Unauthorised, "401 Unauthorized")]
    public async Task The_words_of_a_refusal_are_told_and_count(string status, string body, BackendErrorKind kind, string words)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer(status, body));
        await using var backend = new HttpBackend("host", Profile(host));
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync($"{host.Address}a.png", default));
        error.Kind.ShouldBe(kind, error.Message);
        error.Message.ShouldEndWith(words);
    }

    private static byte[] Compress(byte[] bytes, string coding)
    {
        using var made = new MemoryStream();
        using (Stream? compressing = coding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(made, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(made, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(made, CompressionLevel.Fastest, leaveOpen: true),
            "raw deflate" => new DeflateStream(made, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        })
        {
            if (compressing is null)
                return bytes;
            compressing.Write(bytes);
        }

        return made.ToArray();
    }

    private static UploaderProfile Profile(RawHost host, string request = "\"Headers\": {}", string url = "{json:u}", string own = "{}") =>
        SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "{{host.Address}}up", "Body": "Binary", {{request}}, "URL": "{{url}}", "StorageX": {{own}} }""");
}
