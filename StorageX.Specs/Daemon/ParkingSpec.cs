using Shouldly;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>A job whose host asks for a long wait.</summary>
public sealed class ParkingSpec
{
    [Fact(Timeout = 60_000)]
    public async Task A_job_whose_host_asks_for_a_long_wait_is_parked_until_then_and_gives_its_place_to_another()
    {
        await using var host = await ImageHost.StartAsync();
        using var directory = new TemporaryDirectory();
        var profile = directory.Write("host.sxcu", System.Text.Encoding.UTF8.GetBytes($$"""
            { "Version": "15.0.0", "RequestURL": "{{host.Address}}upload", {{Profiles.Form}}, "URL": "{json:data.link}", "ErrorMessage": "{json:error}" }
            """));
        await using var daemon = await RunningDaemon.StartAsync($$"""
            storagex {
              backends.host { type = http, profile = "{{profile}}" }
              transfers.park-after = 1s
              daemon.jobs = 1
            }
            """);
        host.RetryAfter = "4";
        var asked = 0;
        host.Faults = _ => Interlocked.Increment(ref asked) == 3 ? Fault.TooManyWithSeconds : Fault.None;
        var bytes = Some.Bytes(100_000, seed: 1);
        var slow = await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("slow", bytes), to = "host" });
        var quick = await daemon.SubmitAsync("/v1/uploads", new { path = daemon.Write("quick", Some.Bytes(1000, seed: 2)) });

        (await daemon.EndOfAsync(quick)).GetProperty("state").GetString().ShouldBe("done");
        var parked = await daemon.GetAsync($"/v1/jobs/{slow}");
        parked.GetProperty("state").GetString().ShouldBe("parked", parked.GetRawText());
        (await daemon.GetAsync("/v1/backends")).GetProperty("backends").EnumerateArray()
            .Single(backend => backend.GetProperty("name").GetString() == "host").GetProperty("health").GetString().ShouldBe("waiting");

        var done = await daemon.EndOfAsync(slow);
        done.GetProperty("state").GetString().ShouldBe("done", done.GetRawText());
        done.GetProperty("ended").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(parked.GetProperty("wakeAt").GetDateTimeOffset());
        done.GetProperty("progress").GetProperty("skipped").GetInt32().ShouldBeGreaterThan(0);
        done.GetProperty("runs").GetInt32().ShouldBe(2);
        var errors = await daemon.GetAsync($"/v1/jobs/{slow}/errors");
        errors.GetProperty("errors").EnumerateArray().First().GetProperty("message").GetString()!.ShouldStartWith("piece ");
    }
}
