using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Host.Daemon.Events;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>What a client that follows sees.</summary>
public sealed class EventsSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_comes_back_again_and_again_sees_every_event_once_and_in_order()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var client = new EventClient(daemon.Token);
        using var enough = new CancellationTokenSource(Patience);
        var path = daemon.Write("given", Some.Bytes(30_000, seed: 1));
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await daemon.SubmitAsync("/v1/uploads", new { path }));
            var upTo = client.Last + 1;
            await client.FollowAsync(daemon.Address, seen => seen.Last >= upTo, enough.Token);
        }

        await client.FollowAsync(daemon.Address, seen => seen.Events.Count(happened => State(happened.Data) == "done") == 5, enough.Token);
        client.Events.Select(happened => happened.Id).ShouldBe(Enumerable.Range(1, client.Events.Count).Select(id => (long)id));
        foreach (var id in ids)
            client.Events.Where(happened => happened.Data.GetProperty("id").GetInt64() == id).Select(happened => State(happened.Data)).ShouldBe(["queued", "running", "done"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Event_numbers_go_on_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        using var enough = new CancellationTokenSource(Patience);
        EventClient client;
        await using (var first = await RunningDaemon.StartAsync(directory: directory))
        {
            client = new EventClient(first.Token);
            await first.EndOfAsync(await first.SubmitAsync("/v1/uploads", new { path = first.Write("given", [1, 2, 3]) }));
            await client.FollowAsync(first.Address, seen => seen.Last == 1, enough.Token);
        }

        await using var second = await RunningDaemon.StartAsync(directory: directory);
        await second.EndOfAsync(await second.SubmitAsync("/v1/uploads", new { path = Path.Combine(second.Root, "given") }));
        await client.FollowAsync(second.Address, seen => seen.Last == 6, enough.Token);
        client.Events.Select(happened => happened.Id).ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_job_reports_its_progress()
    {
        await using var daemon = await RunningDaemon.StartAsync("storagex.uploads.rate = 10");
        var client = new EventClient(daemon.Token);
        using var enough = new CancellationTokenSource(Patience);
        await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", Some.Bytes(400_000, seed: 3)) });
        await client.FollowAsync(daemon.Address, seen => seen.Progress >= 3, enough.Token);
        client.Events.Select(happened => State(happened.Data)).ShouldBe(["queued", "running"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_number_that_has_not_happened_yet_gets_a_reset()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events?after=12345");
        using var answer = await daemon.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"], "nginx would keep the events");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var lines = new List<string?>();
        while (lines.Count < 5)
            lines.Add(await reader.ReadLineAsync());
        lines.ShouldBe(["retry: 2000", "", "id: 0", "event: reset", "data: {}"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_quiet_connection_gets_a_comment_every_fifteen_seconds_and_events_go_on_after_it()
    {
        var time = new FakeTimeProvider();
        await using var daemon = await RunningDaemon.StartAsync(time: time);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        using var answer = await daemon.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe("retry: 2000");
        (await reader.ReadLineAsync()).ShouldBe("");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var beat = 0; beat < 3; beat++)
        {
            var line = reader.ReadLineAsync();
            while (!line.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(15));
                await timer.WaitForNextTickAsync();
            }

            (await line).ShouldBe(":");
            (await reader.ReadLineAsync()).ShouldBe("");
        }

        await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", [1]) });
        string? next;
        while ((next = await reader.ReadLineAsync()) is ":" or "")
            next.ShouldNotBeNull();
        next.ShouldBe("id: 1");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_says_from_where_to_follow()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", [1]) }));
        (await daemon.GetAsync("/v1/jobs")).GetProperty("seq").GetInt64().ShouldBe(3);
    }

    [Fact]
    public void The_log_keeps_its_last_events_and_says_when_older_ones_are_asked_for()
    {
        var log = new EventLog([], 0);
        for (var seq = 1L; seq <= (2 * EventLog.Most) + 500; seq++)
            log.Add(new JobEvent(seq, "job", 1, "{}"));
        var first = log.Last - EventLog.Most;
        log.After(first - 1).ShouldBeNull();
        log.After(log.Last + 1).ShouldBeNull();
        log.After(log.Last)!.ShouldBeEmpty();
        log.After(first)!.Select(happened => happened.Seq).ShouldBe(Enumerable.Range(1, 100).Select(i => first + i));
        log.After(log.Last - 1)!.Single().Seq.ShouldBe(log.Last);
    }

    private static string? State(JsonElement job) => job.GetProperty("state").GetString();
}
