using Shouldly;
using StorageX.Pacing;
using Xunit;
using static StorageX.Specs.Pacing.SimulatedHost;

namespace StorageX.Specs.Pacing;

/// <summary>Hosts that refuse now and then whatever they are asked, and hosts that have a limit: the same answers, and what tells them apart.</summary>
public sealed class NoisyPaceSpec
{
    private const int Permits = 8;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);
    private static readonly double Most = Permits / Latency.TotalSeconds * Length.TotalSeconds;

    public static TheoryData<double, int> NoisyHosts()
    {
        var hosts = new TheoryData<double, int>();
        for (var seed = 0; seed < 120; seed++)
            hosts.Add((seed % 3) switch { 0 => 0.01, 1 => 0.02, _ => 0.05 }, seed);
        return hosts;
    }

    [Theory]
    [MemberData(nameof(NoisyHosts))]
    public void A_host_that_refuses_a_few_requests_at_random_keeps_four_fifths_of_what_it_gives(double share, int seed)
    {
        var host = Run(Noise(share, seed));
        (host.Taken.Count / (Most * (1 - share))).ShouldBeGreaterThanOrEqualTo(0.8);
    }

    [Theory]
    [InlineData(0.05, 300)]
    [InlineData(0.1, 300)]
    [InlineData(0.1, 3000)]
    public void A_slow_host_that_refuses_at_random_keeps_four_fifths_in_the_median(double share, int milliseconds)
    {
        var latency = TimeSpan.FromMilliseconds(milliseconds);
        var shares = Enumerable.Range(0, 21).Select(seed =>
        {
            var host = new SimulatedHost(latency, Noise(share, seed));
            host.Run(new HostPace(new PaceSettings { Permits = Permits }), Length);
            return host.Taken.Count / (Permits / latency.TotalSeconds * Length.TotalSeconds * (1 - share));
        });
        shares.Order().ElementAt(10).ShouldBeGreaterThanOrEqualTo(0.8);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(60)]
    public void A_host_that_takes_so_many_a_second_refuses_few_and_is_used(int limit) => ShouldObey(Run(Window(_ => limit)), limit);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 3)]
    [InlineData(10, 10)]
    [InlineData(30, 5)]
    [InlineData(50, 10)]
    [InlineData(70, 10)]
    public void A_host_with_a_bucket_of_tokens_refuses_few_and_is_used(double rate, double burst) => ShouldObey(Run(Bucket(rate, burst)), rate);

    [Fact]
    public void A_host_whose_limit_is_gone_is_used_wholly_again_within_minutes()
    {
        var host = Run(Window(second => second < 60 ? 5 : int.MaxValue));
        host.Taken.Count(when => when > TimeSpan.FromMinutes(9)).ShouldBeGreaterThanOrEqualTo((int)(0.8 * 60 * Permits / Latency.TotalSeconds));
    }

    [Fact]
    public void A_host_that_is_closed_for_half_of_each_minute_is_left_alone_meanwhile()
    {
        var host = Run(now => now.Seconds < 30);
        const int HalfMinutes = 10;
        host.Refused.Count.ShouldBeLessThan(HalfMinutes * 30, "each closing may cost what is under way, two rows, and a request a back-off");
        (host.Taken.Count / (Most / 2)).ShouldBeGreaterThanOrEqualTo(0.5);
    }

    private static void ShouldObey(SimulatedHost host, double limit)
    {
        var (taken, refused) = (host.Taken.Count(when => when > Settled), host.Refused.Count(when => when > Settled));
        ((double)refused / (taken + refused)).ShouldBeLessThan(0.05);
        (taken / (limit * (Length - Settled).TotalSeconds)).ShouldBeGreaterThanOrEqualTo(0.8);
    }

    private static SimulatedHost Run(Func<TimeSpan, bool> takes)
    {
        var host = new SimulatedHost(Latency, takes);
        host.Run(new HostPace(new PaceSettings { Permits = Permits }), Length);
        return host;
    }
}
