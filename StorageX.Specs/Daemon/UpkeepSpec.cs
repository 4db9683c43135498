using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>Jobs that look at what is stored, and that delete it.</summary>
public sealed class UpkeepSpec : StoringDaemonSpecBase
{
    [Fact(Timeout = 60_000)]
    public async Task A_look_tells_of_each_host_and_what_the_file_survives()
    {
        var (upload, key) = await StoreAsync();
        File.Delete(Images("one")[0]);
        var job = await RunAsync("/v1/health", new { job = upload });
        (Text(job, "kind"), Text(job, "state"), Text(job, "name")).ShouldBe(("health", "done", "given"));
        var health = job.GetProperty("health");
        (Text(health, "state"), health.GetProperty("lost").GetInt64(), health.GetProperty("spareImages").GetInt32()).ShouldBe(("weakened", 1, 0));
        var report = (await Daemon.GetAsync($"/v1/jobs/{Id(job)}/report")).GetProperty("health");
        report.GetProperty("hosts").EnumerateArray().Select(host => (Text(host, "host"), host.GetProperty("lost").GetInt64())).ShouldBe([("one", 1), ("two", 0)]);
        job.GetProperty("hasKey").GetBoolean().ShouldBeTrue();
        job.GetRawText().ShouldNotContain(key.Split('#')[1]);
        report.GetRawText().ShouldNotContain(key.Split('#')[1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_is_gone_is_a_finding_and_no_failure_of_the_look()
    {
        var (_, key) = await StoreAsync();
        foreach (var image in Images("one").Concat(Images("two")).Where(image => new FileInfo(image).Length > 10_000).ToList())
            File.Delete(image);
        var job = await RunAsync("/v1/health", new { key, quick = true });
        Text(job, "state").ShouldBe("done");
        var report = (await Daemon.GetAsync($"/v1/jobs/{Id(job)}/report")).GetProperty("health");
        (Text(report, "state"), report.GetProperty("compared").GetBoolean(), report.GetProperty("spareImages").ValueKind).ShouldBe(("notRestorable", false, JsonValueKind.Null));
        report.GetProperty("gone").GetArrayLength().ShouldBe(report.GetProperty("gonePieces").GetInt32());
        report.GetProperty("gonePieces").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deletion_leaves_what_other_uploads_use_and_counts_what_it_did()
    {
        var (upload, _) = await StoreAsync();
        var there = Images("one").Count;
        var dry = await RunAsync("/v1/deletions", new { job = upload, dryRun = true });
        (dry.GetProperty("deletion").GetProperty("deleted").GetInt32(), Images("one").Count).ShouldBe((2 * there, there));
        var job = await RunAsync("/v1/deletions", new { job = upload });
        (Text(job, "kind"), Text(job, "state"), Text(job, "name")).ShouldBe(("delete", "done", "given"));
        var deletion = job.GetProperty("deletion");
        (deletion.GetProperty("deleted").GetInt32(), deletion.GetProperty("undeleted").GetInt32(), deletion.GetProperty("uploads").GetInt32()).ShouldBe((2 * there, 0, 1));
        Images("one").Concat(Images("two")).ShouldBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deletion_of_a_key_that_is_not_known_here_fails_and_deletes_nothing()
    {
        var (_, key) = await StoreAsync();
        await using var elsewhere = await RunningDaemon.StartAsync(Configuration);
        var job = await elsewhere.EndOfAsync(await elsewhere.SubmitAsync("/v1/deletions", new { key }));
        (Text(job, "state"), Text(job.GetProperty("error"), "kind")).ShouldBe(("failed", "usage"));
        Text(job.GetProperty("error"), "message")!.ShouldNotContain(key.Split('#')[1]);
        Images("one").ShouldNotBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task What_could_not_be_deleted_makes_the_job_fail_with_its_report_and_is_tried_again()
    {
        var (upload, _) = await StoreAsync();
        var image = Images("one")[0];
        var bytes = await File.ReadAllBytesAsync(image);
        File.Delete(image);
        Directory.CreateDirectory(image);
        await File.WriteAllBytesAsync(Path.Combine(image, "in the way"), bytes);
        var job = await RunAsync("/v1/deletions", new { job = upload });
        Text(job, "state").ShouldBe("failed", job.GetRawText());
        var report = (await Daemon.GetAsync($"/v1/jobs/{Id(job)}/report")).GetProperty("deletion");
        report.GetProperty("undeleted").GetInt32().ShouldBe(1);
        Text(report.GetProperty("images").EnumerateArray().Single(), "backend").ShouldBe("one");

        Directory.Delete(image, recursive: true);
        using (var answer = await Daemon.Client.PostAsync($"/v1/jobs/{Id(job)}/retry", null))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Text(await Daemon.EndOfAsync(Id(job)), "state").ShouldBe("done");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prune_deletes_what_no_upload_uses()
    {
        await StoreAsync();
        var job = await RunAsync("/v1/prunes", new { });
        (Text(job, "kind"), Text(job, "state"), job.GetProperty("deletion").GetProperty("deleted").GetInt32()).ShouldBe(("prune", "done", 0));
        Images("one").ShouldNotBeEmpty();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, "done")]   // it was known when the daemon was killed
    [InlineData(false, "failed")]
    public async Task A_deletion_that_was_killed_when_all_was_gone_ends_well(bool recognized, string state)
    {
        var (upload, key) = await StoreAsync();
        await RunAsync("/v1/deletions", new { job = upload });
        await Daemon.DisposeAsync();
        long id;
        using (var book = JobBook.Open(Folder["data", "daemon", "jobs.db"]))
        {
            var job = book.Add(new JobSubmission(new JobOrder { Kind = JobKind.Delete }, 0, new HiddenText(key), null, null), DateTimeOffset.UnixEpoch);
            var running = job.Started(DateTimeOffset.UnixEpoch)!;
            book.Keep(recognized ? running.Recognized("given", 1)! : running);
            id = job.Id;
        }

        Daemon = await RunningDaemon.StartAsync(Configuration, Folder);
        Text(await Daemon.EndOfAsync(id), "state").ShouldBe(state);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_look_that_was_killed_is_made_again_and_one_that_is_over_keeps_its_report()
    {
        var (_, key) = await StoreAsync();
        var over = await RunAsync("/v1/health", new { key });
        var report = (await Daemon.GetAsync($"/v1/jobs/{Id(over)}/report")).GetRawText();
        await Daemon.DisposeAsync();
        long id;
        using (var book = JobBook.Open(Folder["data", "daemon", "jobs.db"]))
        {
            var job = book.Add(new JobSubmission(new JobOrder { Kind = JobKind.Health }, 0, new HiddenText(key), null, null), DateTimeOffset.UnixEpoch);
            book.Keep(job.Started(DateTimeOffset.UnixEpoch)!);
            id = job.Id;
        }

        Daemon = await RunningDaemon.StartAsync(Configuration, Folder);
        var again = await Daemon.EndOfAsync(id);
        (Text(again, "state"), again.GetProperty("runs").GetInt32(), Text(again.GetProperty("health"), "state")).ShouldBe(("done", 2, "whole"));
        (await Daemon.GetAsync($"/v1/jobs/{Id(over)}/report")).GetRawText().ShouldBe(report);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/health", "{}", 400)]
    [InlineData("/v1/health", """{"key": "file:///a.png", "job": 1}""", 400)]
    [InlineData("/v1/health", """{"job": 99}""", 404)]
    [InlineData("/v1/health", """{"key": "file:///a.png#sx2.short"}""", 422)]
    [InlineData("/v1/deletions", """{"job": 99, "priority": 1001}""", 422)]
    [InlineData("/v1/deletions", "[]", 400)]
    [InlineData("/v1/prunes", """{"priority": -1001}""", 422)]
    [InlineData("/v1/prunes", "", 400)]
    public async Task What_cannot_be_is_refused_and_makes_no_job(string path, string body, int status)
    {
        using var answer = await Daemon.Client.PostAsync(path, new StringContent(body, null, "application/json"));
        ((int)answer.StatusCode).ShouldBe(status);
        (await Daemon.GetAsync("/v1/jobs")).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_deletes_without_the_token()
    {
        var (upload, _) = await StoreAsync();
        using var stranger = new HttpClient { BaseAddress = Daemon.Address };
        foreach (var (path, body) in new (string, object)[] { ("/v1/health", new { job = upload }), ("/v1/deletions", new { job = upload }), ("/v1/prunes", new { }) })
        {
            using var answer = await stranger.PostAsJsonAsync(path, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var report = await stranger.GetAsync($"/v1/jobs/{upload}/report");
        report.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var none = await Daemon.Client.GetAsync($"/v1/jobs/{upload}/report");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact(Timeout = 60_000)]
    public async Task Jobs_are_told_apart_by_kind_in_lists_and_figures()
    {
        var (upload, _) = await StoreAsync();
        await RunAsync("/v1/health", new { job = upload });
        await RunAsync("/v1/deletions", new { job = upload });
        (await Daemon.GetAsync("/v1/jobs?kind=health")).GetProperty("jobs").GetArrayLength().ShouldBe(1);
        var scrape = new Telemetry.Scrape(await Daemon.Client.GetStringAsync("/metrics"));
        scrape.Sum("storagex_jobs", "kind=\"delete\"", "state=\"done\"").ShouldBe(1);
        scrape.Sum("storagex_images_examined_total", "backend=\"one\"", "fate=\"there\"").ShouldBeGreaterThan(1);
        scrape.Sum("storagex_images_deleted_total", "backend=\"two\"").ShouldBeGreaterThan(1);
    }
}
