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
    private const string Slow = "storagex.uploads { rate = 5, permits = 1 }";

    [Fact(Timeout = 60_000)]
    public async Task A_file_goes_up_by_its_path_and_comes_back_to_another()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var bytes = Some.Bytes(100_000, seed: 1);
        var up = await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", bytes) }));
        State(up).ShouldBe("done");
        var key = await KeyOfAsync(daemon, up);
        up.GetRawText().ShouldNotContain(key.Split('#')[1]);

        var down = await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/downloads", new { key, path = Path.Combine(daemon.Root, "back") }));
        State(down).ShouldBe("done", down.GetRawText());
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
        var up = await daemon.EndOfAsync(id);
        State(up).ShouldBe("done");
        await SpoolIsEmptyAsync(daemon);

        var key = await KeyOfAsync(daemon, up);
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/downloads", new { key, path = daemon.Root }));
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Root, "photo.raw"))).ShouldBe(bytes);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_request_again_makes_no_second_job(bool asBody)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var path = daemon.Write("given", Some.Bytes(1000, seed: 3));
        async Task<(HttpStatusCode Status, long Id)> Submit(int priority)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, asBody ? $"/v1/uploads?priority={priority}" : "/v1/uploads");
            request.Content = asBody ? new ByteArrayContent(await File.ReadAllBytesAsync(path)) : JsonContent.Create(new { path, priority });
            request.Headers.Add("Idempotency-Key", "the same");
            using var answer = await daemon.Client.SendAsync(request);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return (answer.StatusCode, body.TryGetProperty("id", out var id) ? id.GetInt64() : 0);
        }

        (await Submit(1)).ShouldBe((HttpStatusCode.Accepted, 1));
        (await Submit(1)).ShouldBe((HttpStatusCode.OK, 1));
        await daemon.EndOfAsync(1);
        (await Submit(1)).ShouldBe((HttpStatusCode.OK, 1));
        (await Submit(2)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Submit(1)))).Select(answer => answer.Id).ShouldAllBe(id => id == 1);
        (await daemon.GetAsync("/v1/jobs")).GetProperty("jobs").GetArrayLength().ShouldBe(1);
        await SpoolIsEmptyAsync(daemon);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_job_that_is_cancelled_frees_its_place_and_can_be_retried()
    {
        await using var daemon = await RunningDaemon.StartAsync(Slow + "\nstoragex.daemon.jobs = 1");
        var path = daemon.Write("given", Some.Bytes(150_000, seed: 4));
        var (first, second) = (await daemon.SubmitAsync("/v1/uploads", new { path }), await daemon.SubmitAsync("/v1/uploads", new { path }));
        await UntilAsync(daemon, first, job => State(job) == "running" && job.GetProperty("progress").ValueKind != JsonValueKind.Null);
        State(await daemon.GetAsync($"/v1/jobs/{second}")).ShouldBe("queued");
        (await ChangeAsync(daemon, first, "cancel")).ShouldBe(HttpStatusCode.OK);
        State(await daemon.EndOfAsync(first)).ShouldBe("cancelled");
        (await ChangeAsync(daemon, second, "cancel")).ShouldBe(HttpStatusCode.OK);
        await daemon.EndOfAsync(second);
        (await ChangeAsync(daemon, second, "cancel")).ShouldBe(HttpStatusCode.Conflict);

        (await ChangeAsync(daemon, first, "retry")).ShouldBe(HttpStatusCode.OK);
        (await ChangeAsync(daemon, first, "retry")).ShouldBe(HttpStatusCode.Conflict);
        var done = await daemon.EndOfAsync(first);
        State(done).ShouldBe("done");
        done.GetProperty("runs").GetInt32().ShouldBe(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_higher_priority_goes_first()
    {
        await using var daemon = await RunningDaemon.StartAsync(Slow + "\nstoragex.daemon.jobs = 1");
        var path = daemon.Write("given", Some.Bytes(40_000, seed: 5));
        await daemon.SubmitAsync("/v1/uploads", new { path });
        var low = await daemon.SubmitAsync("/v1/uploads", new { path, priority = -1 });
        var high = await daemon.SubmitAsync("/v1/uploads", new { path, priority = 1 });
        var (ranLow, ranHigh) = (await daemon.EndOfAsync(low), await daemon.EndOfAsync(high));
        ranHigh.GetProperty("started").GetDateTimeOffset().ShouldBeLessThan(ranLow.GetProperty("started").GetDateTimeOffset());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_is_over_can_be_forgotten_and_another_cannot()
    {
        await using var daemon = await RunningDaemon.StartAsync(Slow);
        var job = await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", Some.Bytes(60_000, seed: 6)) });
        using (var early = await daemon.Client.DeleteAsync($"/v1/jobs/{job}"))
            early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await daemon.EndOfAsync(job);
        using (var late = await daemon.Client.DeleteAsync($"/v1/jobs/{job}"))
            late.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using (var gone = await daemon.Client.GetAsync($"/v1/jobs/{job}"))
            gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", [1]) })).ShouldBe(job + 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_so_many_ended_jobs_are_remembered()
    {
        await using var daemon = await RunningDaemon.StartAsync("storagex.daemon.keep = 2");
        var path = daemon.Write("given", [1]);
        for (var i = 0; i < 4; i++)
            await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path }));
        await UntilAsync(daemon, list => list.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetInt64()).SequenceEqual([4L, 3L]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_is_paged_and_filtered()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        for (var i = 0; i < 5; i++)
            await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write($"file-{i}", [(byte)i]) }));
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/downloads", new { key = "file:///nowhere.png", path = Path.Combine(daemon.Root, "x") }));
        (await ListAsync(daemon, "?limit=2")).ShouldBe("6,5 next 5");
        (await ListAsync(daemon, "?limit=2&after=5")).ShouldBe("4,3 next 3");
        (await ListAsync(daemon, "?limit=2&after=3")).ShouldBe("2,1 next ");
        (await ListAsync(daemon, "?state=failed")).ShouldBe("6 next ");
        (await ListAsync(daemon, "?state=failed,done&kind=upload")).ShouldBe("5,4,3,2,1 next ");
        (await ListAsync(daemon, "?q=FILE-3")).ShouldBe("4 next ");
        (await daemon.GetAsync("/v1/jobs?limit=1")).GetProperty("counts").GetProperty("done").GetInt32().ShouldBe(5);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_download_replaces_a_file_only_when_it_may()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var bytes = Some.Bytes(5000, seed: 7);
        var key = await KeyOfAsync(daemon, await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", bytes) })));
        var path = daemon.Write("there", [1, 2, 3]);
        using (var refused = await daemon.Client.PostAsJsonAsync("/v1/downloads", new { key, path }))
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        State(await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/downloads", new { key, path, overwrite = true }))).ShouldBe("done");
        (await File.ReadAllBytesAsync(path)).ShouldBe(bytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_larger_than_allowed_is_refused_and_leaves_nothing()
    {
        await using var daemon = await RunningDaemon.StartAsync("storagex.daemon.max-upload = 100KB");
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/uploads") { Content = new ByteArrayContent(new byte[200_000]) };
            request.Headers.TransferEncodingChunked = chunked;
            using var answer = await daemon.Client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        }

        await SpoolIsEmptyAsync(daemon);
    }

    [Fact(Timeout = 60_000)]
    public async Task Hosts_are_listed_with_their_pace()
    {
        await using var daemon = await RunningDaemon.StartAsync("storagex.uploads { rate = 50, permits = 3 }");
        var before = (await daemon.GetAsync("/v1/backends")).GetProperty("backends").EnumerateArray().Single();
        before.GetProperty("health").GetString().ShouldBe("unused");
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", Some.Bytes(50_000, seed: 8)) }));
        var after = (await daemon.GetAsync("/v1/backends")).GetProperty("backends").EnumerateArray().Single();
        after.GetProperty("health").GetString().ShouldBe("ok");
        after.GetProperty("uploads").GetProperty("permits").GetInt32().ShouldBe(3);
        after.GetProperty("uploads").GetProperty("rate").GetDouble().ShouldBe(50);
        after.GetProperty("downloads").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static string? State(JsonElement job) => job.GetProperty("state").GetString();

    private static string Spool(RunningDaemon daemon) => Path.Combine(daemon.Data, "daemon", "spool");

    private static async Task<string> KeyOfAsync(RunningDaemon daemon, JsonElement job) =>
        (await daemon.GetAsync($"/v1/jobs/{job.GetProperty("id")}/key")).GetProperty("key").GetString()!;

    private static async Task<string> ListAsync(RunningDaemon daemon, string query)
    {
        var list = await daemon.GetAsync("/v1/jobs" + query);
        return $"{string.Join(',', list.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id")))} next {list.GetProperty("next")}";
    }

    private static async Task<HttpStatusCode> ChangeAsync(RunningDaemon daemon, long id, string what)
    {
        using var answer = await daemon.Client.PostAsync($"/v1/jobs/{id}/{what}", null);
        return answer.StatusCode;
    }

    // A job is seen as done before the body that it no longer needs is gone.
    private static async Task SpoolIsEmptyAsync(RunningDaemon daemon)
    {
        while (Directory.EnumerateFileSystemEntries(Spool(daemon)).Any())
            await Task.Yield();
    }

    private static async Task UntilAsync(RunningDaemon daemon, long id, Func<JsonElement, bool> condition)
    {
        while (!condition(await daemon.GetAsync($"/v1/jobs/{id}")))
            await Task.Yield();
    }

    private static async Task UntilAsync(RunningDaemon daemon, Func<JsonElement, bool> condition)
    {
        while (!condition(await daemon.GetAsync("/v1/jobs")))
            await Task.Yield();
    }
}
