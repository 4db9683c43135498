using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Transfers;

/// <summary>How an upload uses a host over real sockets, as the host counts it.</summary>
public sealed class BusyHostSpec(ITestOutputHelper output)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The host gives an answer only while all permits are in use, so the upload ends only if each that becomes free is used again before
    /// the next answer, however slow the machine is. How much of the time that is, the benchmark says.
    /// </summary>
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public async Task A_permit_that_becomes_free_is_used_again_before_the_next_answer(int permits)
    {
        await using var host = await CountingHost.StartAsync(TimeSpan.Zero);
        host.FullHouse = (permits, 10 * permits);
        await host.StoreAsync(images: 12 * permits, $"permits = {permits}").WaitAsync(TimeSpan.FromMinutes(2));
        host.MostAtOnce.ShouldBe(permits);
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
