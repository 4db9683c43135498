using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Host.Contract;
using StorageX.Host.Daemon;

namespace StorageX.Specs.Daemon;

/// <summary>A daemon in this process, on a free port, with a data directory and a root of its own.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    // A hang shall fail a spec, not the run of all of them.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryDirectory _directory;
    private readonly bool _owns;
    private DaemonServer? _server;

    private RunningDaemon(TemporaryDirectory directory, bool owns) => (_directory, _owns) = (directory, owns);

    /// <summary>The directory that jobs may use.</summary>
    public string Root => Path.Combine(_directory.Path, "root");

    /// <summary>The daemon's own directory.</summary>
    public string Data => Path.Combine(_directory.Path, "data");

    /// <summary>A client that has the token.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Where it listens.</summary>
    public Uri Address => _server!.Address;

    /// <summary>Starts one.</summary>
    /// <param name="more">More configuration.</param>
    /// <param name="directory">The directory of an earlier one, which stays; null for one of its own.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    public static async Task<RunningDaemon> StartAsync(string more = "", TemporaryDirectory? directory = null, TimeProvider? time = null)
    {
        var daemon = new RunningDaemon(directory ?? new TemporaryDirectory(), directory is null);
        Directory.CreateDirectory(daemon.Root);
        var settings = StorageXSettings.Parse($$"""
            storagex {
              data = "{{daemon.Data}}"
              piece { width = 64, height = 64 }
              backends.directory { path = "{{daemon.Data}}/images", sync = off }
              daemon { listen = "http://127.0.0.1:0", roots = ["{{daemon.Root}}"], drain-timeout = 5s }
            }
            {{more}}
            """);
        daemon._server = await DaemonServer.StartAsync(settings, DaemonSettings.Of(settings), time ?? TimeProvider.System);
        daemon.Token = TokenFile.Read(DaemonSettings.Of(settings).TokenFile);
        daemon.Client = new HttpClient { BaseAddress = daemon.Address, Timeout = Patience };
        daemon.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", daemon.Token);
        return daemon;
    }

    /// <summary>Asks for JSON.</summary>
    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Submits something, which must be taken.</summary>
    /// <returns>The job's number.</returns>
    public async Task<long> SubmitAsync(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        ((int)answer.StatusCode).ShouldBe(202, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    /// <summary>Waits for the end of a job.</summary>
    public async Task<JsonElement> EndOfAsync(long id) => await GetAsync($"/v1/jobs/{id}/wait?timeout=50");

    /// <summary>Writes a file that jobs may read.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Ends it as SIGTERM would.</summary>
    public Task EndAsync(TimeSpan patience) => _server!.EndAsync(patience);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        if (_owns)
            _directory.Dispose();
    }
}
