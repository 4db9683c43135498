using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

public sealed class HostPaceSpec
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void As_many_requests_begin_as_there_are_permits_and_one_more_when_one_comes_back()
    {
        var pace = new HostPace(new PaceSettings { Permits = 3 });
        for (var request = 0; request < 3; request++)
            pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.TryBegin(Start + TimeSpan.FromDays(1), out var wait).ShouldBeFalse();
        wait.ShouldBe(Timeout.InfiniteTimeSpan);
        pace.Release();
        pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.TryBegin(Start, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(2, 500)]
    [InlineData(0.5, 2000)]
    [InlineData(1000, 1)]
    public void Requests_begin_no_faster_than_the_rate(double rate, int milliseconds)
    {
        var pace = new HostPace(new PaceSettings { Permits = 100, Rate = rate });
        var (now, begun) = (Start, new List<DateTimeOffset>());
        for (var step = 0; step < 20; step++)
        {
            if (pace.TryBegin(now, out var wait))
                begun.Add(now);
            else
                now += wait;
        }

        begun.Count.ShouldBe(10);
        begun.Zip(begun.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void An_idle_time_is_not_saved_up_for_a_burst()
    {
        var pace = new HostPace(new PaceSettings { Permits = 100, Rate = 1 });
        pace.TryBegin(Start, out _).ShouldBeTrue();
        var later = Start + TimeSpan.FromHours(1);
        pace.TryBegin(later, out _).ShouldBeTrue();
        pace.TryBegin(later, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_rate_close_to_none_waits_a_day_at_most_and_does_not_overflow()
    {
        var pace = new HostPace(new PaceSettings { Rate = double.Epsilon });
        pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.TryBegin(Start, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Nothing_begins_before_the_time_that_the_host_named()
    {
        var pace = new HostPace(new PaceSettings { Permits = 2, Rate = 10 });
        pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.Hold(Start + TimeSpan.FromSeconds(30));
        pace.Hold(Start + TimeSpan.FromSeconds(5));
        pace.TryBegin(Start + TimeSpan.FromSeconds(29), out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(1));
        pace.TryBegin(Start + TimeSpan.FromSeconds(30), out _).ShouldBeTrue();
    }

    [Fact]
    public void A_time_that_has_passed_holds_nothing()
    {
        var pace = new HostPace(new PaceSettings());
        pace.Hold(Start - TimeSpan.FromSeconds(1));
        pace.TryBegin(Start, out _).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_permit_waiting_for_the_time_cannot_help()
    {
        var pace = new HostPace(new PaceSettings { Permits = 1, Rate = 1 });
        pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.TryBegin(Start, out var wait).ShouldBeFalse();
        wait.ShouldBe(Timeout.InfiniteTimeSpan);
        pace.Release();
        pace.TryBegin(Start, out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(1));
    }
}
