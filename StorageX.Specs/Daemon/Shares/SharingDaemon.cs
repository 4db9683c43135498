using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Specs.Backends.Http;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>A daemon that keeps files in an image host on loopback, and clients that know nothing but URLs.</summary>
internal sealed class SharingDaemon : IAsyncDisposable
{
    private const string Profile = """{ "Version": "15.0.0", "RequestMethod": "POST", "RequestURL": "ADDRESS", "Body": "MultipartFormData", "FileFormName": "image", "URL": "{json:data.link}" }""";
    private readonly TemporaryDirectory _directory;

    private SharingDaemon(TemporaryDirectory directory, ImageHost host, RunningDaemon daemon) => (_directory, Host, Daemon) = (directory, host, daemon);

    /// <summary>The image host.</summary>
    public ImageHost Host { get; }

    /// <summary>The daemon.</summary>
    public RunningDaemon Daemon { get; private set; }

    /// <summary>A client without the token.</summary>
    public HttpClient Anyone { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>How many images were fetched.</summary>
    public int Fetched => Host.Tries.Where(tries => tries.Key.StartsWith("get ", StringComparison.Ordinal)).Sum(tries => tries.Value);

    /// <summary>Starts one.</summary>
    /// <param name="more">More configuration.</param>
    public static async Task<SharingDaemon> StartAsync(string more = "")
    {
        var (directory, host) = (new TemporaryDirectory(), await ImageHost.StartAsync());
        directory.Write("host.sxcu", System.Text.Encoding.UTF8.GetBytes(Profile.Replace("ADDRESS", $"{host.Address}up", StringComparison.Ordinal)));
        return new SharingDaemon(directory, host, await StartDaemonAsync(directory, more));
    }

    /// <summary>Ends the daemon and starts another on the same data.</summary>
    public async Task RestartAsync()
    {
        await Daemon.DisposeAsync();
        Daemon = await StartDaemonAsync(_directory, "");
    }

    /// <summary>Stores a file.</summary>
    /// <returns>The job that has its key.</returns>
    public async Task<long> StoreAsync(byte[] bytes, string name = "file.bin")
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await Daemon.Client.PostAsync($"/v1/uploads?name={Uri.EscapeDataString(name)}", content);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        var job = await Daemon.EndOfAsync(id);
        job.GetProperty("state").GetString().ShouldBe("done", job.GetRawText());
        return id;
    }

    /// <summary>Stores a file that jobs may read.</summary>
    /// <returns>The job that has its key.</returns>
    public async Task<long> StorePathAsync(string path)
    {
        var id = await Daemon.SubmitAsync("/v1/uploads", new { path });
        while ((await Daemon.EndOfAsync(id)).GetProperty("state").GetString() is var state && state != "done")
            state.ShouldBeOneOf("queued", "running");
        return id;
    }

    /// <summary>The key that a job has.</summary>
    public async Task<string> KeyOfAsync(long job) => (await Daemon.GetAsync($"/v1/jobs/{job}/key")).GetProperty("key").GetString()!;

    /// <summary>Makes a share.</summary>
    /// <returns>Its number and its URL.</returns>
    public async Task<(long Id, Uri Url)> ShareAsync(object request)
    {
        using var answer = await Daemon.Client.PostAsJsonAsync("/v1/shares", request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetInt64(), new Uri(made.GetProperty("url").GetString()!));
    }

    /// <summary>Stores a file and shares it.</summary>
    public async Task<(long Id, Uri Url)> StoreAndShareAsync(byte[] bytes, string name = "file.bin", int? maxDownloads = null, DateTimeOffset? expires = null) =>
        await ShareAsync(new { job = await StoreAsync(bytes, name), maxDownloads, expires });

    /// <summary>How a share stands in the list.</summary>
    public async Task<JsonElement> ListedAsync(long id) =>
        (await Daemon.GetAsync("/v1/shares")).GetProperty("shares").EnumerateArray().Single(share => share.GetProperty("id").GetInt64() == id);

    /// <summary>Asks for a shared file as anyone may.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="range">The Range header, for example <c>bytes=0-9</c>; null for none.</param>
    /// <param name="headers">More headers.</param>
    public async Task<HttpResponseMessage> GetAsync(Uri url, string? range = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = range is null ? null : RangeHeaderValue.Parse(range);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Anyone.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Some bytes of a shared file.</summary>
    public async Task<byte[]> ReadAsync(Uri url, string? range = null)
    {
        using var answer = await GetAsync(url, range);
        answer.StatusCode.ShouldBe(range is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Anyone.Dispose();
        await Daemon.DisposeAsync();
        await Host.DisposeAsync();
        _directory.Dispose();
    }

    private static Task<RunningDaemon> StartDaemonAsync(TemporaryDirectory directory, string more) => RunningDaemon.StartAsync(
        $$"""
        storagex {
          backend = host
          backends.host { type = http, profile = "{{directory["host.sxcu"]}}" }
          fetch.hosts = ["127.0.0.1"]
          uploads.permits = 16
          downloads { permits = 8, attempts = 2, backoff { min = 1ms, max = 1ms } }
        }
        {{more}}
        """,
        directory);
}
