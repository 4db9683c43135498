using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>Jobs, from their submission to their end.</summary>
public sealed class JobsSpec
{
    [Fact(Timeout = 60_000)]
    public async Task A_file_goes_up_by_its_path_and_comes_back_to_another()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var bytes = Some.Bytes(100_000, seed: 1);
        var up = await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", bytes) }));
        up.GetProperty("state").GetString().ShouldBe("done");
        var key = (await daemon.GetAsync($"/v1/jobs/{up.GetProperty("id")}/key")).GetProperty("key").GetString();
        up.GetRawText().ShouldNotContain(key!.Split('#')[1]);

        var down = await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/downloads", new { key, path = Path.Combine(daemon.Root, "back") }));
        down.GetProperty("state").GetString().ShouldBe("done", down.GetRawText());
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Root, "back"))).ShouldBe(bytes);
        Directory.GetFileSystemEntries(daemon.Root).Length.ShouldBe(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_goes_up_as_the_body_and_comes_back_under_its_name()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var bytes = Some.Bytes(100_000, seed: 2);
        using var content = new ByteArrayContent(bytes);
        using var answer = await daemon.Client.PostAsync("/v1/uploads?name=photo.raw&priority=5", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        answer.Headers.Location!.OriginalString.ShouldBe($"/v1/jobs/{id}");
        (await daemon.EndOfAsync(id)).GetProperty("state").GetString().ShouldBe("done");
        Directory.GetFileSystemEntries(Path.Combine(daemon.Data, "daemon", "spool")).ShouldBeEmpty();

        var key = (await daemon.GetAsync($"/v1/jobs/{id}/key")).GetProperty("key").GetString();
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/downloads", new { key, path = daemon.Root }));
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Root, "photo.raw"))).ShouldBe(bytes);
    }
}
