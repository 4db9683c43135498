using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Transfers;

/// <summary>How an upload uses a host over real sockets, as the host counts it.</summary>
public sealed class BusyHostSpec(ITestOutputHelper output)
{
    private const int Tries = 3;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_host_of_100_ms_and_8_permits_is_kept_busy()
    {
        const int permits = 8;
        var best = 0.0;
        // What else runs on the machine can only make it less, so the best of a few runs counts.
        for (var run = 0; run < Tries && best < 0.95; run++)
        {
            await using var host = await CountingHost.StartAsync(Latency);
            await host.StoreAsync(images: 30 * permits, $"permits = {permits}");
            host.MostAtOnce.ShouldBe(permits);
            best = Math.Max(best, host.MeanAtOnce(permits) / permits);
            output.WriteLine($"{permits} permits: busy {best:0.000}");
        }

        best.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public async Task A_host_that_takes_more_at_once_than_a_transfer_has_credits_gets_as_many_as_it_takes()
    {
        await using var host = await CountingHost.StartAsync(Latency);
        await host.StoreAsync(images: 240, "permits = 24");
        host.MostAtOnce.ShouldBe(24);
    }

    [Fact]
    public async Task A_host_that_halves_its_rate_half_way_gets_every_image_and_few_that_it_refuses()
    {
        await using var host = await CountingHost.StartAsync(Latency);
        host.Limit = taken => taken < 40 ? 10 : 5;
        await host.StoreAsync(images: 60, "permits = 8");
        var served = host.Served;
        output.WriteLine($"{served.Count} images in {served[^1].Ended - served[0].Begun}, refused at {string.Join(", ", host.Refused.Select(when => when - served[0].Begun))}");
        served.Count.ShouldBe(61);
        host.Refused.Count.ShouldBeLessThan(20);
    }
}
