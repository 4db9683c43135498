using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;
using StorageX.Manifests;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>Jobs that store again what is stored: repair, copy and move.</summary>
public sealed class RehostJobsSpec : StoringDaemonSpecBase
{
    [Fact(Timeout = 60_000)]
    public async Task A_repair_restores_what_a_host_has_lost_and_a_look_then_finds_it_whole()
    {
        var (upload, key) = await StoreAsync();
        foreach (var image in Images("one").Take(2))
            File.Delete(image);
        var job = await RunAsync("/v1/repairs", new { job = upload });
        (Text(job, "kind"), Text(job, "state"), Text(job, "name")).ShouldBe(("repair", "done", "given"));
        job.GetProperty("rehosting").GetProperty("sent").GetInt32().ShouldBeGreaterThan(0);
        job.GetRawText().ShouldNotContain(key.Split('#')[1]);
        var report = (await Daemon.GetAsync($"/v1/jobs/{Id(job)}/report")).GetProperty("rehosting");
        (Text(report, "name"), report.GetProperty("size").GetInt64()).ShouldBe(("given", 50_000));
        Text((await RunAsync("/v1/health", new { job = Id(job) })).GetProperty("health"), "state").ShouldBe("whole");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_repair_that_stores_only_a_root_again_does_not_say_that_the_file_was_whole()
    {
        var (upload, key) = await StoreAsync();
        File.Delete(new Uri(ShareKey.Parse(key).Locator).LocalPath);
        var commands = new DaemonCommands(Daemon, Folder);
        var told = await commands.HearAsync(0, "", "repair", "1", "--daemon", "--wait", "--quiet");
        told.Error.ShouldContain("no piece was missing; the texts of the manifest, or its root, were stored where they were missing");
        (await Daemon.GetAsync("/v1/jobs/2")).GetProperty("rehosting").GetProperty("wasWhole").GetBoolean().ShouldBeFalse();
        (await RunAsync("/v1/repairs", new { job = upload })).GetProperty("rehosting").GetProperty("wasWhole").GetBoolean().ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_of_which_nothing_is_left_is_repaired_from_a_copy_under_a_root_and_from_none_elsewhere()
    {
        var (upload, _) = await StoreAsync();
        foreach (var image in Images("one").Concat(Images("two")))
            File.Delete(image);
        var lost = await RunAsync("/v1/repairs", new { job = upload });
        (Text(lost, "state"), Text(lost.GetProperty("error"), "kind")).ShouldBe(("failed", "lost"));

        var outside = Folder.Write("outside", Some.Bytes(50_000, seed: 1));
        File.CreateSymbolicLink(Path.Combine(Daemon.Root, "link"), outside);
        foreach (var path in new[] { outside, Path.Combine(Daemon.Root, "link"), Path.Combine(Daemon.Root, "..", "outside") })
        {
            using var refused = await Daemon.Client.PostAsJsonAsync("/v1/repairs", new { job = upload, from = path });
            ((int)refused.StatusCode).ShouldBe(403);
        }

        var job = await RunAsync("/v1/repairs", new { job = upload, from = Path.Combine(Daemon.Root, "given") });
        Text(job, "state").ShouldBe("done", job.GetRawText());
        var key = Text(await Daemon.GetAsync($"/v1/jobs/{Id(job)}/key"), "key");
        Text(await RunAsync("/v1/downloads", new { key, path = Path.Combine(Daemon.Root, "back") }), "state").ShouldBe("done");
        (await File.ReadAllBytesAsync(Path.Combine(Daemon.Root, "back"))).ShouldBe(Some.Bytes(50_000, seed: 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_copy_and_a_move_give_the_key_of_where_the_file_is_now()
    {
        var (upload, key) = await StoreAsync();
        var copy = await RunAsync("/v1/copies", new { job = upload, to = "three" });
        (Text(copy, "kind"), Text(copy, "state"), Text(copy, "to")).ShouldBe(("copy", "done", "three"));
        Images("three").ShouldNotBeEmpty();
        var copied = Text(await Daemon.GetAsync($"/v1/jobs/{Id(copy)}/key"), "key");
        copied.ShouldNotBe(key);
        Images("one").ShouldNotBeEmpty();

        var move = await RunAsync("/v1/moves", new { key = copied, to = "one,two", copies = 2 });
        (Text(move, "kind"), Text(move, "state")).ShouldBe(("move", "done"), move.GetRawText());
        move.GetProperty("deletion").GetProperty("undeleted").GetInt32().ShouldBe(0);
        Images("three").ShouldBeEmpty();
        var moved = Text(await Daemon.GetAsync($"/v1/jobs/{Id(move)}/key"), "key");
        Text(await RunAsync("/v1/downloads", new { key = moved, path = Path.Combine(Daemon.Root, "back") }), "state").ShouldBe("done");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_repair_that_was_killed_is_made_again()
    {
        var (_, key) = await StoreAsync();
        File.Delete(Images("one")[0]);
        await Daemon.DisposeAsync();
        using (var book = JobBook.Open(Folder["data", "daemon", "jobs.db"]))
            book.Keep(book.Add(new JobSubmission(new JobOrder { Kind = JobKind.Repair }, 0, new HiddenText(key), null, null), DateTimeOffset.UnixEpoch).Started(DateTimeOffset.UnixEpoch)!);
        Daemon = await RunningDaemon.StartAsync(Configuration, Folder);
        var job = await Daemon.EndOfAsync(2);
        (Text(job, "state"), job.GetProperty("runs").GetInt32()).ShouldBe(("done", 2), job.GetRawText());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/repairs", "{}", 400)]
    [InlineData("/v1/repairs", """{"job": 99}""", 404)]
    [InlineData("/v1/repairs", """{"job": 1, "to": "nowhere"}""", 422)]
    [InlineData("/v1/copies", """{"job": 1}""", 400)]
    [InlineData("/v1/copies", """{"job": 1, "to": "one,nowhere"}""", 422)]
    [InlineData("/v1/moves", """{"job": 1, "to": "safe", "copies": 17}""", 422)]
    [InlineData("/v1/moves", """{"job": 1, "to": "safe", "copies": 2, "parity": "4+2"}""", 422)]
    public async Task What_cannot_be_is_refused_and_makes_no_job(string path, string body, int status)
    {
        using var answer = await Daemon.Client.PostAsync(path, new StringContent(body, null, "application/json"));
        ((int)answer.StatusCode).ShouldBe(status);
        (await Daemon.GetAsync("/v1/jobs")).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task They_can_be_left_to_theDaemon_and_print_the_key()
    {
        var commands = new DaemonCommands(Daemon, Folder);
        await StoreAsync();
        var whole = await commands.HearAsync(0, "", "repair", "1", "--daemon", "--wait", "--quiet");
        whole.Error.ShouldContain("whole: every image is there");
        (await commands.RunAsync(0, "copy", "1", "--to", "three", "--daemon")).ShouldBe("3\n");
        (await commands.RunAsync(0, "job", "wait", "3")).ShouldStartWith("file://");
        (await commands.RunAsync(0, "job", "show", "3")).ShouldContain("stored    ");
        var moved = await commands.HearAsync(0, "", "move", "2", "--to", "one", "--daemon", "--wait", "--quiet");
        moved.Error.ShouldContain(" of before were deleted");
        moved.Output.ShouldStartWith("file://");
        (await commands.RunAsync(0, "repair", "--all", "--daemon")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        await commands.RunAsync(ExitCode.WrongUsage, "repair", "1", "--wait");
    }
}
