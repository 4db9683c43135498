using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Host.Contract;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Care;

/// <summary>A daemon that cares for what was uploaded, on a clock that is set forward.</summary>
public sealed class CareSpec : IDisposable
{
    private const string Weekly = "storagex.daemon.care { verify-every = 7d, repair-below = 2 }";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _directory.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_file_is_looked_at_when_a_week_is_over_and_repaired_where_it_is_weakened_and_each_once()
    {
        await using var daemon = await StartAsync(Weekly);
        await StoreAsync(daemon);
        File.Delete(Images("one")[0]);
        _time.Advance(TimeSpan.FromDays(6));
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/prunes", new { dryRun = true }));
        (await JobsAsync(daemon)).ShouldBe("prune upload");

        _time.Advance(TimeSpan.FromDays(2));
        await UntilAsync(daemon, "repair health prune upload");
        var repair = await daemon.EndOfAsync(4);
        (Text(repair, "state"), repair.GetProperty("care").GetBoolean(), repair.GetProperty("priority").GetInt32()).ShouldBe(("done", true, RequestLimits.CarePriority), repair.GetRawText());
        Text((await daemon.GetAsync("/v1/jobs/3")).GetProperty("health"), "state").ShouldBe("weakened");
        Text((await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/health", new { job = 4 }))).GetProperty("health"), "state").ShouldBe("whole");

        for (var hour = 0; hour < 24; hour++)
            _time.Advance(Hour);
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/prunes", new { dryRun = true }));
        (await JobsAsync(daemon)).ShouldBe("prune health repair health prune upload");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_done_is_known_after_a_restart()
    {
        await using (var first = await StartAsync(Weekly))
        {
            await StoreAsync(first);
            _time.Advance(TimeSpan.FromDays(8));
            await UntilAsync(first, "health upload");
            await first.EndOfAsync(2);
        }

        await using var second = await StartAsync(Weekly);
        await second.EndOfAsync(await second.SubmitAsync("/v1/prunes", new { dryRun = true }));
        (await JobsAsync(second)).ShouldBe("prune health upload");
        _time.Advance(TimeSpan.FromDays(8));
        await UntilAsync(second, "health prune health upload");
    }

    [Fact(Timeout = 60_000)]
    public async Task Unless_it_is_set_nothing_is_done()
    {
        await using var daemon = await StartAsync("");
        await StoreAsync(daemon);
        _time.Advance(TimeSpan.FromDays(400));
        await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/prunes", new { dryRun = true }));
        (await JobsAsync(daemon)).ShouldBe("prune upload");
    }

    [Fact(Timeout = 60_000)]
    public async Task Care_gives_its_place_to_a_job_that_somebody_wants_and_goes_on_afterwards()
    {
        await using var daemon = await StartAsync(Weekly + "\nstoragex.daemon.jobs = 1\nstoragex.downloads { rate = 10, permits = 1 }");
        await StoreAsync(daemon, 250_000);
        _time.Advance(TimeSpan.FromDays(8));
        await UntilAsync(daemon, "health upload");
        while (Text(await daemon.GetAsync("/v1/jobs/2"), "state") != "running")
            await Task.Yield();
        var wanted = await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/prunes", new { dryRun = true }));
        Text(wanted, "state").ShouldBe("done");
        (await daemon.GetAsync("/v1/jobs/2")).GetProperty("ended").ValueKind.ShouldBe(JsonValueKind.Null, "it was not done when the other was");
        var look = await daemon.EndOfAsync(2);
        (Text(look, "state"), look.GetProperty("runs").GetInt32()).ShouldBe(("done", 2), look.GetRawText());
    }

    [Theory]
    [InlineData("verify-every = 1m", "storagex.daemon.care.verify-every: a length of time such as 7d, from 1h to 365d, or off, is expected here")]
    [InlineData("verify-every = 400d", "storagex.daemon.care.verify-every: a length of time such as 7d, from 1h to 365d, or off, is expected here")]
    [InlineData("verify-every = never", "storagex.daemon.care.verify-every: a length of time such as 7d, from 1h to 365d, or off, is expected here")]
    [InlineData("repair-below = -1", "storagex.daemon.care.repair-below: a whole number from 0 to 255 is expected here")]
    [InlineData("repair-bellow = 1", "storagex.daemon.care.repair-bellow: no such setting; there are: verify-every, repair-below")]
    public void A_value_that_is_none_is_refused(string value, string message) =>
        Should.Throw<SettingsException>(() => Read(value)).Message.ShouldBe(message);

    [Fact]
    public void It_is_off_unless_set()
    {
        Read("").ShouldBe(new CareSettings(null, 2));
        Read("verify-every = 30d, repair-below = 0").ShouldBe(new CareSettings(TimeSpan.FromDays(30), 0));
    }

    private static CareSettings Read(string care) => DaemonSettings.Of(StorageXSettings.Parse($"storagex.daemon.care {{ {care} }}")).Care;

    private static string? Text(JsonElement part, string name) => part.GetProperty(name).GetString();

    private static async Task<string> JobsAsync(RunningDaemon daemon) =>
        string.Join(' ', (await daemon.GetAsync("/v1/jobs")).GetProperty("jobs").EnumerateArray().Select(job => Text(job, "kind")));

    private static async Task UntilAsync(RunningDaemon daemon, string kinds)
    {
        while (await JobsAsync(daemon) != kinds)
            await Task.Yield();
    }

    private static async Task StoreAsync(RunningDaemon daemon, int bytes = 50_000) =>
        Text(await daemon.EndOfAsync(await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("given", Some.Bytes(bytes, seed: 1)) })), "state").ShouldBe("done");

    private Task<RunningDaemon> StartAsync(string more) => RunningDaemon.StartAsync(
        $$"""
        storagex.backend = safe
        storagex.backends {
          one { type = directory, sync = off, path = "{{_directory["one"]}}" }
          two { type = directory, sync = off, path = "{{_directory["two"]}}" }
          safe { type = pool, hosts = [one, two], copies = 2 }
        }
        {{more}}
        """,
        _directory,
        _time);

    private List<string> Images(string host) => [.. Directory.GetFiles(_directory[host], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
