using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>Who may drive the daemon, and what is refused.</summary>
public sealed class GateSpec : IAsyncLifetime
{
    private RunningDaemon _daemon = null!;

    public async Task InitializeAsync() => _daemon = await RunningDaemon.StartAsync();

    public async Task DisposeAsync() => await _daemon.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData("application/json", "99999999999999999999999")]
    [InlineData("application/octet-stream", "xyz")]
    public async Task A_body_whose_chunks_are_none_is_the_senders_fault_and_not_the_disks(string type, string chunk)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_daemon.Address.Host, _daemon.Address.Port);
        var request = $"POST /v1/uploads HTTP/1.1\r\nHost: {_daemon.Address.Authority}\r\nAuthorization: Bearer {_daemon.Token}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunk}\r\nabc\r\n0\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream());
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 400 Bad Request");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/v1/jobs")]
    [InlineData("GET", "/v1/jobs/1/key")]
    [InlineData("GET", "/v1/events")]
    [InlineData("GET", "/v1/backends")]
    [InlineData("POST", "/v1/uploads")]
    [InlineData("POST", "/v1/downloads")]
    [InlineData("DELETE", "/v1/jobs/1")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/nothing")]
    public async Task Without_the_token_or_with_another_one_nothing_answers(string method, string path)
    {
        foreach (var header in new[] { null, new AuthenticationHeaderValue("Bearer", _daemon.Token[..^1] + "_"), new("Basic", _daemon.Token), new("Bearer") })
        {
            using var answer = await SendAsync(new HttpMethod(method), path, request => request.Headers.Authorization = header, token: false);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_answers_without_a_token(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, _ => { }, token: false);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/healthz")]
    [InlineData("/v1/jobs")]
    public async Task A_name_that_points_here_but_is_not_ours_is_refused(string path)
    {
        foreach (var host in new[] { "evil.example", $"evil.example:{_daemon.Address.Port}", "127.0.0.1.evil.example", "localhost.evil.example" })
        {
            using var answer = await SendAsync(HttpMethod.Get, path, request => request.Headers.Host = host);
            answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest, host);
        }

        using var own = await SendAsync(HttpMethod.Get, path, request => request.Headers.Host = $"localhost:{_daemon.Address.Port}");
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "file://")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_page_is_refused_although_it_has_the_token(string header, string value)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/v1/jobs"), (HttpMethod.Post, "/v1/uploads"), (HttpMethod.Options, "/v1/uploads"), (HttpMethod.Get, "/healthz") })
        {
            using var answer = await SendAsync(method, path, request => request.Headers.Add(header, value));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_daemons_own_page_is_let_in()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/v1/jobs", request =>
        {
            request.Headers.Add("Origin", _daemon.Address.GetLeftPart(UriPartial.Authority));
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task Paths_that_lead_out_of_the_roots_are_refused()
    {
        var outside = Path.Combine(_daemon.Data, "secret.txt");
        await File.WriteAllTextAsync(outside, "not for jobs");
        File.CreateSymbolicLink(Path.Combine(_daemon.Root, "file-link"), outside);
        File.CreateSymbolicLink(Path.Combine(_daemon.Root, "link"), _daemon.Data);
        File.CreateSymbolicLink(Path.Combine(_daemon.Root, "relative"), "../data");
        File.CreateSymbolicLink(Path.Combine(_daemon.Root, "circle"), Path.Combine(_daemon.Root, "circle"));
        Directory.CreateDirectory(_daemon.Root + "-else");
        foreach (var path in new[] { outside, $"{_daemon.Root}/../data/secret.txt", $"{_daemon.Root}/file-link", $"{_daemon.Root}/link/secret.txt", $"{_daemon.Root}/relative/secret.txt",
            $"{_daemon.Root}/circle", "/etc/passwd", "/proc/self/environ", $"{_daemon.Root}-else/file", "relative/path", "secret.txt", $"{_daemon.Root}/\0/../../data/secret.txt" })
        {
            (await StatusOfAsync("/v1/uploads", new { path })).ShouldBe((403, "urn:storagex:problem:path-refused"), path);
            (await StatusOfAsync("/v1/downloads", new { key = "file:///x.png", path, overwrite = true })).ShouldBe((403, "urn:storagex:problem:path-refused"), path);
        }

        (await File.ReadAllTextAsync(outside)).ShouldBe("not for jobs");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pipe_and_a_directory_are_no_files()
    {
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_daemon.Root, "pipe")]))
            await mkfifo.WaitForExitAsync();
        (await StatusOfAsync("/v1/uploads", new { path = Path.Combine(_daemon.Root, "pipe") })).Status.ShouldBe(422);
        (await StatusOfAsync("/v1/uploads", new { path = _daemon.Root })).Status.ShouldBe(422);
        (await StatusOfAsync("/v1/uploads", new { path = Path.Combine(_daemon.Root, "missing") })).Status.ShouldBe(422);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hundred_megabytes_of_json_are_refused(bool saysLength)
    {
        // Whether the client sees the answer or a closed connection while it still sends depends on time; so it reads as it sends.
        using var socket = new TcpClient();
        await socket.ConnectAsync(_daemon.Address.Host, _daemon.Address.Port);
        var stream = socket.GetStream();
        var length = saysLength ? "Content-Length: 104857600" : "Transfer-Encoding: chunked";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_daemon.Token}\r\nContent-Type: application/json\r\n{length}\r\n\r\n"));
        var answer = ReadHeadAsync(stream);
        var chunk = Encoding.ASCII.GetBytes((saysLength ? "" : "100000\r\n") + new string(' ', 0x100000) + (saysLength ? "" : "\r\n"));
        try
        {
            for (var sent = 0; sent < 100 && !answer.IsCompleted; sent++)
                await stream.WriteAsync(chunk);
        }
        catch (IOException)
        {
            // The daemon has hung up, as it should.
        }

        (await answer).ShouldStartWith("HTTP/1.1 413");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\n")]
    [InlineData("POST /v1/downloads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"key\":")]
    public async Task A_request_that_does_not_go_on_is_given_up(string begun)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_daemon.Address.Host, _daemon.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun.Replace("{token}", _daemon.Token, StringComparison.Ordinal)));
        (await ReadHeadAsync(socket.GetStream())).ShouldStartWith("HTTP/1.1 408");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/uploads", "{", 400)]
    [InlineData("/v1/uploads", "null", 400)]
    [InlineData("/v1/uploads", "[]", 400)]
    [InlineData("/v1/uploads", "{}", 400)]
    [InlineData("/v1/uploads", """{"path":"/x","width":"wide"}""", 400)]
    [InlineData("/v1/uploads", """{"path":"/x","format":3}""", 422)]
    [InlineData("/v1/uploads", """{"path":"/x","to":"nowhere"}""", 422)]
    [InlineData("/v1/uploads", """{"path":"/x","width":1}""", 422)]
    [InlineData("/v1/uploads", """{"path":"/x","public":true,"privatePieces":true}""", 422)]
    [InlineData("/v1/uploads", """{"path":"/x","name":"../x"}""", 422)]
    [InlineData("/v1/uploads", """{"path":"/x","priority":1001}""", 422)]
    [InlineData("/v1/downloads", """{"path":"/x"}""", 400)]
    [InlineData("/v1/downloads", """{"key":"file:///x#sx2.short","path":"/x"}""", 422)]
    public async Task What_makes_no_sense_is_told_as_problem_details_without_a_key(string path, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _daemon.Client.PostAsync(path, content);
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("type").GetString().ShouldStartWith("urn:storagex:problem:");
        problem.GetRawText().ShouldNotContain("sx2.short");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("PUT", "/v1/jobs", 405)]
    [InlineData("GET", "/v1/jobs/99", 404)]
    [InlineData("GET", "/v1/jobs/99/key", 404)]
    [InlineData("POST", "/v1/jobs/99/cancel", 404)]
    [InlineData("DELETE", "/v1/jobs/99", 404)]
    [InlineData("GET", "/v1/jobs?limit=0", 400)]
    [InlineData("GET", "/v1/jobs?limit=many", 400)]
    [InlineData("GET", "/v1/jobs?state=tired", 400)]
    [InlineData("GET", "/v1/events?after=x", 400)]
    public async Task What_is_not_there_is_told_as_problem_details(string method, string path, int status)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, _ => { });
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_answer_tells_browsers_to_be_careful()
    {
        foreach (var path in new[] { "/healthz", "/v1/jobs", "/nowhere" })
        {
            using var answer = await SendAsync(HttpMethod.Get, path, _ => { });
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.Server.ShouldBeEmpty();
        }
    }

    [UnixFact]
    public void The_token_and_the_jobs_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_daemon.Data, "daemon")).Where(file => Path.GetFileName(file) != "lock"))
            (File.GetUnixFileMode(file) & others).ShouldBe(UnixFileMode.None, file);
        (File.GetUnixFileMode(Path.Combine(_daemon.Data, "daemon")) & others).ShouldBe(UnixFileMode.None);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_daemons_cannot_have_one_data_directory()
    {
        var settings = StorageXSettings.Parse($$"""storagex { data = "{{_daemon.Data}}", daemon.listen = "http://127.0.0.1:0" }""");
        (await Should.ThrowAsync<SettingsException>(StorageX.Host.Daemon.DaemonServer.StartAsync(settings, StorageX.Host.Contract.DaemonSettings.Of(settings), TimeProvider.System))).Message.ShouldContain("another daemon");
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var bytes = new byte[64];
        var length = await stream.ReadAtLeastAsync(bytes, 12, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    private async Task<(int Status, string Type)> StatusOfAsync(string path, object body)
    {
        using var answer = await _daemon.Client.PostAsJsonAsync(path, body);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, problem.TryGetProperty("type", out var type) ? type.GetString()! : problem.GetRawText());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage> change, bool token = true)
    {
        using var client = new HttpClient { BaseAddress = _daemon.Address };
        var request = new HttpRequestMessage(method, path);
        if (token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _daemon.Token);
        change(request);
        return await client.SendAsync(request);
    }
}
