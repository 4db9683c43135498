using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Specs.Daemon.Shares;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>A daemon that is asked to end does, whatever stands in its way. Scenarios/ending.sh does the same to the program.</summary>
public sealed class EndingSpec
{
    [SmallDiskFact(Timeout = 60_000)]
    public async Task A_daemon_whose_disk_does_not_take_that_its_jobs_end_does_so_all_the_same()
    {
        using var disk = SmallDisk.TryMount("size=4m")!;
        using var images = new TemporaryDirectory();
        await using var daemon = await RunningDaemon.StartAsync($$"""
            storagex {
              data = "{{disk.Path}}"
              daemon.token-file = "{{disk.Path}}/token"
              backends.directory.path = "{{images.Path}}"
              transfers.drain-timeout = 1s
              uploads { rate = 1, permits = 1 }
            }
            """);
        var id = await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", Some.Bytes(900_000, seed: 1)) });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await daemon.GetAsync($"/v1/jobs/{id}")).GetProperty("progress").ValueKind == JsonValueKind.Null)
            await timer.WaitForNextTickAsync();
        disk.Fill();
        await daemon.EndAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_waits_for_a_host_that_never_answers_is_told_that_the_daemon_ends()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var key = await sharing.KeyOfAsync(await sharing.StoreAsync(Some.Bytes(50_000, seed: 2)));
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var elsewhere = new UriBuilder(key.Split('#')[0]) { Port = ((IPEndPoint)silent.LocalEndpoint).Port }.Uri.AbsoluteUri + "#" + key.Split('#')[1];
        var asked = sharing.Daemon.Client.PostAsJsonAsync("/v1/shares", new { key = elsewhere });
        using var connection = await silent.AcceptTcpClientAsync();
        await sharing.Daemon.EndAsync(TimeSpan.FromMilliseconds(100));
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("urn:storagex:problem:ending");
    }
}
