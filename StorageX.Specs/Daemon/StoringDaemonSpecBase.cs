using System.Text.Json;
using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>A daemon that keeps two copies of what it stores, on two directories of three; and what its jobs say.</summary>
public abstract class StoringDaemonSpecBase : IAsyncLifetime
{
    private protected TemporaryDirectory Folder { get; } = new();

    private protected RunningDaemon Daemon { get; set; } = null!;

    protected string Configuration => $$"""
        storagex.backend = safe
        storagex.backends {
          one { type = directory, sync = off, path = "{{Folder["one"]}}" }
          two { type = directory, sync = off, path = "{{Folder["two"]}}" }
          three { type = directory, sync = off, path = "{{Folder["three"]}}" }
          safe { type = pool, hosts = [one, two], copies = 2 }
        }
        """;

    public async Task InitializeAsync() => Daemon = await RunningDaemon.StartAsync(Configuration, Folder);

    public async Task DisposeAsync()
    {
        await Daemon.DisposeAsync();
        Folder.Dispose();
    }

    protected static string? Text(JsonElement part, string name) => part.GetProperty(name).GetString();

    protected static long Id(JsonElement job) => job.GetProperty("id").GetInt64();

    protected async Task<(long Job, string Key)> StoreAsync()
    {
        var job = await RunAsync("/v1/uploads", new { path = Daemon.Write("given", Some.Bytes(50_000, seed: 1)) });
        Text(job, "state").ShouldBe("done", job.GetRawText());
        return (Id(job), Text(await Daemon.GetAsync($"/v1/jobs/{Id(job)}/key"), "key")!);
    }

    protected async Task<JsonElement> RunAsync(string path, object body) => await Daemon.EndOfAsync(await Daemon.SubmitAsync(path, body));

    protected IReadOnlyList<string> Images(string host) => Directory.Exists(Folder[host])
        ? [.. Directory.GetFiles(Folder[host], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];
}
