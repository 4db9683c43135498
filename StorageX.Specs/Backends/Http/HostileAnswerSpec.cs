using System.Text;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>Whatever a host answers, a backend gives what it asked for or says what went wrong, and nothing else.</summary>
public sealed class HostileAnswerSpec
{
    private static readonly string[] Heads =
    [
        .. new[]
        {
            "//[", "http://[", "http://", "://", ":", "//", "///", "http:///x", "http://:80/", "http://a:99999/", "http://a b/", "http://\x01/", "%", "http://%41%/", "http://[::1", "http://[fe80::1%25eth0]/",
            "http://xn--/", "http://xn--a/", $"http://{new string('a', 300)}/", $"http://{string.Join('.', Enumerable.Repeat(new string('a', 60), 10))}/", "mailto:a@b", "javascript:0", "data:,", "file:", "http:a", "\\\\a\\b", "?", "#",
        }.Select(location => $"302 Found\r\nLocation: {location}"),
        "200 OK\r\nContent-Type: ;;;", "200 OK\r\nContent-Type: text/html; charset=\"", "200 OK\r\nContent-Type: text/plain; charset=utf-7", "200 OK\r\nContent-Type: text/plain; charset=x\x01",
        "200 OK\r\nContent-Type: image/png\r\nContent-Type: text/html", "200 OK\r\nContent-Encoding: gzip", "200 OK\r\nContent-Encoding: br", "200 OK\r\nContent-Encoding: deflate", "200 OK\r\nContent-Encoding: gzip, gzip, gzip, gzip",
        "200 OK\r\nContent-Encoding: ,;=", "200 OK\r\nContent-Range: bytes 9-1/0", "206 Partial Content\r\nContent-Range: bytes 9999999999999999999-1/*", "206 Partial Content", "200 OK\r\nETag: W/", "200 OK\r\n: x", "200 OK\r\nX Y: z",
        "200 OK\r\nX: a\r\n b", "200 \r\nX: y", "200", "99 Low", "600 High", "999 Highest", "000 None", "-1 Less", "200 " + "\x01\x7f\xff", "429 Slow\r\nRetry-After: -5", "429 Slow\r\nRetry-After: 1e400", "429 Slow\r\nRetry-After: 99999999999999999999",
        "429 Slow\r\nX-RateLimit-Reset: NaN", "429 Slow\r\nRateLimit: \"a\";r=0;t=9e99", "401 Who\r\nWWW-Authenticate: ,,,=", "401 Who\r\nWWW-Authenticate: Digest realm=", "304 Same", "305 Proxy\r\nLocation: http://a/", "300 Many\r\nLocation: //[",
        "200 OK\r\nContent-Length: 5\r\nContent-Length: 9", "200 OK\r\nContent-Length: -1", "200 OK\r\nContent-Length: 99999999999999999999", "200 OK\r\nTransfer-Encoding: chunked", "200 OK\r\nTransfer-Encoding: gzip, chunked", "100 Continue",
        "103 Early\r\nLink: </a>", "101 Switching\r\nUpgrade: x", "204 None", "205 Reset", "200 OK\r\nServer: \xff\xfe", "200 OK\r\nLocation: //[", "200 OK\r\nX-Name: \xff\x00a",
    ];

    [Fact]
    public async Task No_head_of_an_answer_makes_a_backend_fail_otherwise_than_by_saying_so()
    {
        var head = "";
        await using var host = RawHost.Start(_ => $"HTTP/1.1 {head}\r\n\r\n{{\"data\":{{\"link\":\"http://127.0.0.1/a.png\"}}}}");
        await using var backend = new HttpBackend("host", Profile(host, """ "Body": "Binary" """, "{json:data.link}", own: """{ "Delete": {} }"""));
        await using var dav = StorageXSettings.Parse($"storagex.backends.cloud {{ type = webdav, url = \"{host.Address}\" }}").Backends["cloud"].Create("cloud");
        await using var bucket = StorageXSettings.Parse($"storagex.backends.b {{ type = s3, bucket = images, endpoint = \"{host.Address}\", access-key = a, secret-key = b }}").Backends["b"].Create("b");
        var locator = $"{host.Address}a.png";
        var escaped = new List<string>();
        foreach (var next in Heads)
        {
            head = next;
            await Survive(async () => await backend.StoreAsync(new byte[10], default));
            await Survive(async () => (await backend.DownloadAsync(locator, default)).Dispose());
            await Survive(async () => await backend.ExistsAsync(locator, default));
            await Survive(async () => await backend.DeleteAsync(locator, default));
            await Survive(async () => await dav.StoreAsync(new byte[10], default));
            await Survive(async () => await bucket.StoreAsync(new byte[10], default));
            await Survive(async () => (await bucket.DownloadAsync($"s3://{host.Address.Authority}/images/ab/ab{new string('0', 62)}.png", default)).Dispose());
        }

        escaped.ShouldBeEmpty();

        async Task Survive(Func<Task> ask)
        {
            try
            {
                await ask().WaitAsync(TimeSpan.FromMinutes(1));
            }
            catch (BackendException)
            {
                // What a backend must say.
            }
            catch (Exception error)
            {
                escaped.Add($"{head}: {error}");
            }
        }
    }

    [Fact]
    public async Task A_redirect_to_what_is_no_url_is_told()
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("302 Found", "", "Location: //["));
        await using var backend = new HttpBackend("host", Profile(host, Profiles.Form, "{json:u}"));
        (await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(new byte[10], default))).Message.ShouldContain("sends on to what is no URL");
    }

    [Fact]
    public async Task A_host_name_that_is_too_long_is_told_and_not_asked_for_again_and_again()
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("302 Found", "", $"Location: http://{string.Join('.', Enumerable.Repeat(new string('a', 60), 10))}/"));
        await using var backend = new HttpBackend("host", Profile(host, Profiles.Form, "{json:u}"));
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync($"{host.Address}a.png", default));
        (error.Kind, error.IsRetryable).ShouldBe((BackendErrorKind.Rejected, false), error.ToString());
    }

    [Theory]
    [InlineData("https://x.ex\ufffd\u05ef\ufffdK\ufffdH\ufffd-\ufffdI\ufffdample/a.png")]
    [InlineData("http://xn--\u0301a/a.png")]
    public async Task A_host_that_no_host_can_be_called_ends_nothing(string url)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", $"{{\"u\":\"{url}\"}}"));
        await using var backend = new HttpBackend("host", Profile(host, Profiles.Form, "{json:u}", own: """{ "DownloadHosts": ["cdn.example"] }"""));
        await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(new byte[10], default));
        backend.Owns(url).ShouldBeFalse();
        (await backend.ExistsAsync(url, default)).ShouldBeFalse();
        WebBackend.HostOf(url).ShouldBeNull();
        HostRule.TryParse(new Uri(url).Host, out _).ShouldBeFalse();
        await using var settings = StorageXSettings.Parse("storagex.backends.a { type = webdav, url = \"https://cloud.example/\" }").Backends["a"].Make("a");
        settings.Owns(url).ShouldBeFalse();
    }

    [Theory]
    [InlineData("utf-8", "utf-8", true)]
    [InlineData("utf-16", "utf-16", true)]
    [InlineData("utf-16BE", null, true)]
    [InlineData("utf-32", null, true)]
    [InlineData("utf-8", "\"UTF-8\"", false)]
    [InlineData("utf-8", "utf8", false)]
    [InlineData("utf-8", "nonsense", false)]
    [InlineData("utf-8", "utf-7", false)]
    [InlineData("utf-16", "utf-16", false)]
    [InlineData("iso-8859-1", "iso-8859-1", false)]
    [InlineData("windows-1252", "windows-1252", false)]
    [InlineData("shift_jis", "Shift_JIS", false)]
    public async Task An_answer_is_read_in_its_charset_and_past_its_byte_order_mark(string encoding, string? charset, bool mark)
    {
        var coding = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var name = encoding == "shift_jis" ? "日本" : "bü";
        RawHost host = null!;
        foreach (var (template, text) in new[] { ("{json:url}", "{\"url\":\"$\"}"), ("{xml:/a/url}", "<a><url>$</url></a>"), ("{response}", "$"), ("", "$") })
        {
            host = RawHost.Start(_ => RawHost.Answer("200 OK", [.. mark ? coding.Preamble.ToArray() : [], .. coding.GetBytes(text.Replace("$", $"{host.Address}{name}.png", StringComparison.Ordinal))], charset is null ? "X: y" : $"Content-Type: text/plain; charset={charset}"));
            await using var backend = new HttpBackend("host", Profile(host, Profiles.Form, template));
            (await backend.StoreAsync(new byte[10], default)).ShouldBe($"{host.Address}{Uri.EscapeDataString(name)}.png");
            await host.DisposeAsync();
        }
    }

    private static UploaderProfile Profile(RawHost host, string request, string url, string own = "{}") =>
        SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "{{host.Address}}up", {{request}}, "URL": "{{url}}", "StorageX": {{own}} }""");
}
