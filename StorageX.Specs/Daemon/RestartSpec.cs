using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Jobs;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>What becomes of jobs when the daemon ends and comes back.</summary>
public sealed class RestartSpec : IDisposable
{
    private const string Slow = "storagex.uploads { rate = 5, permits = 1 }";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task What_runs_when_the_daemon_is_asked_to_end_may_finish()
    {
        long id;
        await using (var first = await RunningDaemon.StartAsync(Slow, _directory))
        {
            id = await first.SubmitAsync("/v1/uploads", new { path = first.Write("given", Some.Bytes(40_000, seed: 1)) });
            await RunsAsync(first, id);
            await first.EndAsync(TimeSpan.FromSeconds(30));
        }

        await using var second = await RunningDaemon.StartAsync(directory: _directory);
        var job = await second.GetAsync($"/v1/jobs/{id}");
        (State(job), job.GetProperty("runs").GetInt32()).ShouldBe(("done", 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_does_not_finish_in_time_is_parked_and_goes_on_at_the_next_start()
    {
        long id;
        await using (var first = await RunningDaemon.StartAsync(Slow, _directory))
        {
            id = await first.SubmitAsync("/v1/uploads", new { path = first.Write("given", Some.Bytes(400_000, seed: 2)) });
            while ((await first.GetAsync($"/v1/jobs/{id}")).GetProperty("progress") is not { ValueKind: JsonValueKind.Object } progress || progress.GetProperty("pieces").GetInt32() == 0)
                await Task.Yield();
            await first.EndAsync(TimeSpan.FromMilliseconds(1));
        }

        using (var book = JobBook.Open(_directory["data", "daemon", "jobs.db"]))
            book.Find(id)!.State.ShouldBe(JobState.Parked);
        await using var second = await RunningDaemon.StartAsync(directory: _directory);
        var job = await second.EndOfAsync(id);
        (State(job), job.GetProperty("runs").GetInt32()).ShouldBe(("done", 2));
        job.GetProperty("progress").GetProperty("skipped").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_that_came_before_the_restart_is_still_there_after_it()
    {
        long id;
        await using (var first = await RunningDaemon.StartAsync(Slow, _directory))
        {
            using var answer = await first.Client.PostAsync("/v1/uploads?name=body", new ByteArrayContent(Some.Bytes(300_000, seed: 3)));
            id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt64();
            await RunsAsync(first, id);
            await first.EndAsync(TimeSpan.FromMilliseconds(1));
        }

        await using var second = await RunningDaemon.StartAsync(directory: _directory);
        State(await second.EndOfAsync(id)).ShouldBe("done");
        Directory.GetFileSystemEntries(_directory["data", "daemon", "spool"]).ShouldBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_that_no_job_came_of_is_deleted_at_the_next_start()
    {
        Directory.CreateDirectory(_directory["data", "daemon", "spool"]);
        await File.WriteAllTextAsync(_directory["data", "daemon", "spool", "orphan"], "half a body");
        await using var daemon = await RunningDaemon.StartAsync(directory: _directory);
        Directory.GetFileSystemEntries(_directory["data", "daemon", "spool"]).ShouldBeEmpty();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, true, "done")]    // killed after it got its name
    [InlineData(true, false, "done")]    // killed before
    [InlineData(true, true, "failed")]   // somebody else has taken the name meanwhile
    [InlineData(false, false, "failed")] // somebody has taken the file away
    [InlineData(false, true, "failed", "not the file")] // and put another in its place
    public async Task A_download_that_was_killed_while_it_got_its_name_ends_right(bool isStaged, bool isNamed, string state, string named = "downloaded")
    {
        Directory.CreateDirectory(_directory["root"]);
        var target = _directory["root", "file"];
        if (isStaged)
            await File.WriteAllTextAsync(_directory["root", ".storagex-1"], "downloaded");
        if (isNamed)
            await File.WriteAllTextAsync(target, isStaged ? "another" : named);
        var order = new JobOrder { Kind = JobKind.Download, Path = target, Staging = ".storagex-1" };
        Store(new JobSubmission(order, 0, new HiddenText("file:///gone.png"), null, null), job => job.Started(Now)!.Placing("file", "file", 10)!);

        await using var daemon = await RunningDaemon.StartAsync(directory: _directory);
        State(await daemon.EndOfAsync(1)).ShouldBe(state);
        if (isNamed || isStaged)
            (await File.ReadAllTextAsync(target)).ShouldBe(isStaged && isNamed ? "another" : named);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("jobs.db", "the jobs")]
    [InlineData("shares.db", "the shares")]
    public async Task A_damaged_file_ends_the_start_with_its_name_and_what_to_do(string file, string content)
    {
        await using (var first = await RunningDaemon.StartAsync(directory: _directory))
        {
            var id = await first.SubmitAsync("/v1/uploads", new { path = first.Write("given", [1, 2, 3]) });
            await first.EndOfAsync(id);
            (await first.Client.PostAsJsonAsync("/v1/shares", new { job = id })).EnsureSuccessStatusCode().Dispose();
        }

        var path = _directory["data", "daemon", file];
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(4096).Fill(0x5a);
        await File.WriteAllBytesAsync(path, bytes);
        var error = await Should.ThrowAsync<SettingsException>(RunningDaemon.StartAsync(directory: _directory));
        error.Message.ShouldStartWith($"{path}: {content} cannot be read: ");
        error.Message.ShouldEndWith("move it away and start again");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_was_being_cancelled_is_cancelled_after_the_restart()
    {
        Store(new JobSubmission(new JobOrder { Kind = JobKind.Upload, Path = _directory["root", "x"], Name = "x" }, 0, null, null, null), job => job.Started(Now)!.CancelAsked(Now)!);
        await using var daemon = await RunningDaemon.StartAsync(directory: _directory);
        State(await daemon.EndOfAsync(1)).ShouldBe("cancelled");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_parked_job_goes_on_at_its_time()
    {
        await using (var first = await RunningDaemon.StartAsync(directory: _directory))
            first.Write("given", [1, 2, 3]);
        var wake = Now.AddSeconds(2);
        Store(new JobSubmission(new JobOrder { Kind = JobKind.Upload, Path = _directory["root", "given"], Name = "given" }, 0, null, null, null), job => job.Started(Now)!.Parked(wake)!);
        await using var daemon = await RunningDaemon.StartAsync(directory: _directory);
        var parked = await daemon.GetAsync("/v1/jobs/1");
        (State(parked), parked.GetProperty("wakeAt").GetDateTimeOffset()).ShouldBe(("parked", wake));
        State(await daemon.EndOfAsync(1)).ShouldBe("done");
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(wake);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_that_leads_out_of_the_roots_after_the_submission_is_refused_when_the_job_runs()
    {
        await using var daemon = await RunningDaemon.StartAsync(Slow + "\nstoragex.daemon.jobs = 1", _directory);
        await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("first", Some.Bytes(60_000, seed: 5)) });
        Directory.CreateDirectory(_directory["root", "inner"]);
        var inside = daemon.Write("inner/second", [1, 2, 3]);
        var id = await daemon.SubmitAsync("/v1/uploads", new { path = inside });
        Directory.Delete(_directory["root", "inner"], recursive: true);
        Directory.CreateDirectory(_directory["outside"]);
        await File.WriteAllTextAsync(_directory["outside", "second"], "not for jobs");
        File.CreateSymbolicLink(_directory["root", "inner"], _directory["outside"]);
        var job = await daemon.EndOfAsync(id);
        State(job).ShouldBe("failed");
        job.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("outside");
    }

    [Fact]
    public void The_key_is_kept_but_in_no_event_and_no_document()
    {
        var path = _directory["data", "daemon", "jobs.db"];
        var order = new JobOrder { Kind = JobKind.Download, Path = "/x", Staging = "s" };
        using (var book = JobBook.Open(path))
            book.Add(new JobSubmission(order, 0, new HiddenText("locator#sx2.SECRET"), null, new Idempotency("name", "print")), Now);
        using var again = JobBook.Open(path);
        var job = again.Find(1)!;
        job.Key!.Reveal().ShouldBe("locator#sx2.SECRET");
        job.Idempotency.ShouldBe(new Idempotency("name", "print"));
        again.FindRequest("name")!.Id.ShouldBe(1);
        $"{job} {job.Key} {again.Events.After(0)!.Single()}".ShouldNotContain("SECRET");
        JsonSerializer.Serialize(job, JobJson.Default.Job).ShouldNotContain("SECRET");
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static string? State(JsonElement job) => job.GetProperty("state").GetString();

    private static async Task RunsAsync(RunningDaemon daemon, long id)
    {
        while (State(await daemon.GetAsync($"/v1/jobs/{id}")) == "queued")
            await Task.Yield();
    }

    /// <summary>Leaves a job on the disk as a daemon that was killed would.</summary>
    private void Store(JobSubmission submission, Func<Job, Job> change)
    {
        using var book = JobBook.Open(_directory["data", "daemon", "jobs.db"]);
        book.Keep(change(book.Add(submission, Now)));
    }
}
