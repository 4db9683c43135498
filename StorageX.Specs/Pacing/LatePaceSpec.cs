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
