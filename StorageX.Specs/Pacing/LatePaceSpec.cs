using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

/// <summary>Rates are kept although whoever waits for a time comes late: by the ticks of a timer, and where processors are busy by more.</summary>
public sealed class LatePaceSpec
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 12)]
    [InlineData(10, 40)]
    [InlineData(9.9, 12)]
    [InlineData(33, 12)]
    [InlineData(200, 12)]
    public void A_hundred_starts_and_more_keep_the_rate(double rate, int lateness)
    {
        var begun = Begun(new HostPace(new PaceSettings { Permits = int.MaxValue, Rate = rate }), lateness, (int)Math.Max(101, rate * 10));
        ((begun.Count - 1) / (begun[^1] - begun[0]).TotalSeconds).ShouldBeInRange(rate * 0.95, rate);
    }

    [Theory]
    [InlineData(10, 12, 1)]
    [InlineData(10, 49, 2)]
    [InlineData(10, 400, 3)]
    [InlineData(9.9, 12, 4)]
    [InlineData(33, 49, 5)]
    [InlineData(200, 49, 6)]
    [InlineData(2, 400, 7)]
    [InlineData(0.5, 4000, 8)]
    public void In_no_second_more_begin_than_the_rate_says(double rate, int lateness, int seed)
    {
        var begun = Begun(new HostPace(new PaceSettings { Permits = int.MaxValue, Rate = rate }), lateness, 2000, seed);
        var most = (int)Math.Ceiling(rate);
        begun.Zip(begun.Skip(most)).ShouldAllBe(pair => pair.Second - pair.First >= TimeSpan.FromSeconds(1));
        for (var seconds = 1; seconds <= 60; seconds *= 2)
            MostIn(begun, TimeSpan.FromSeconds(seconds)).ShouldBeLessThanOrEqualTo((int)Math.Ceiling(seconds * rate) + 1);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void A_host_that_counts_any_second_refuses_nothing_for_it(int lateness)
    {
        var random = new Random(lateness);
        var host = new SimulatedHost(TimeSpan.FromMilliseconds(30), SimulatedHost.Sliding(10)) { Lateness = () => TimeSpan.FromMilliseconds(random.NextDouble() * lateness) };
        host.Run(new HostPace(new PaceSettings { Permits = 8, Rate = 10 }), TimeSpan.FromSeconds(100));
        host.Refused.ShouldBeEmpty();
        host.Taken.Count.ShouldBeGreaterThan(950);
    }

    [Fact]
    public void A_host_that_wants_its_requests_spread_is_used_none_the_less()
    {
        var random = new Random(7);
        var host = new SimulatedHost(TimeSpan.FromMilliseconds(30), SimulatedHost.Bucket(10, 1)) { Lateness = () => TimeSpan.FromMilliseconds(random.NextDouble() * 12) };
        host.Run(new HostPace(new PaceSettings { Permits = 8, Rate = 10 }), TimeSpan.FromSeconds(100));
        host.Taken.Count.ShouldBeGreaterThan(800);
        host.Refused.Count.ShouldBeLessThan(host.Taken.Count / 10);
    }

    [Fact]
    public void What_came_late_by_more_than_a_moment_is_not_made_good()
    {
        var pace = new HostPace(new PaceSettings { Permits = 100, Rate = 10 });
        pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.TryBegin(Start, out _).ShouldBeFalse();
        var later = Start + TimeSpan.FromSeconds(5);
        pace.TryBegin(later, out _).ShouldBeTrue();
        pace.TryBegin(later, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_limit_on_bytes_is_used_wholly_too()
    {
        var random = new Random(1);
        var pace = new HostPace(new PaceSettings { Permits = int.MaxValue, LimitRate = RateSchedule.Parse("1M")! });
        var now = Start;
        for (var images = 0; images < 160;)
        {
            if (pace.TryBegin(now, out var wait))
            {
                pace.Count(64 << 10, now);
                images++;
            }
            else
            {
                now += wait + TimeSpan.FromMilliseconds(random.NextDouble() * 12);
            }
        }

        (now - Start).TotalSeconds.ShouldBeInRange(9.9, 10.05);
    }

    private static int MostIn(List<DateTimeOffset> begun, TimeSpan window)
    {
        var most = 0;
        for (var (first, last) = (0, 0); last < begun.Count; last++)
        {
            while (begun[last] - begun[first] >= window)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static List<DateTimeOffset> Begun(HostPace pace, int lateness, int count, int seed = 1)
    {
        var random = new Random(seed);
        var (now, begun) = (Start, new List<DateTimeOffset>());
        while (begun.Count < count)
        {
            if (pace.TryBegin(now, out var wait))
                begun.Add(now);
            else
                now += wait + TimeSpan.FromMilliseconds(random.NextDouble() * lateness);
        }

        return begun;
    }
}
