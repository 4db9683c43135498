using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

/// <summary>What a pace learns from a host.</summary>
public sealed class AdaptivePaceSpec
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PaceSettings Eight = new() { Permits = 8, Attempts = 5 };

    [Fact]
    public void A_host_without_a_limit_is_kept_busy_by_all_permits()
    {
        var host = new SimulatedHost(TimeSpan.FromMilliseconds(100), _ => int.MaxValue);
        host.Run(new HostPace(Eight), TimeSpan.FromSeconds(60));
        host.Taken.Count.ShouldBeGreaterThanOrEqualTo((int)(0.95 * 8 * 10 * 60));
    }

    [Fact]
    public void A_limit_that_is_known_is_kept_and_used()
    {
        var host = new SimulatedHost(TimeSpan.FromMilliseconds(100), _ => 10);
        host.Run(new HostPace(Eight.Within(new HostLimits { Budgets = [new(10, TimeSpan.FromSeconds(1))] })), TimeSpan.FromSeconds(60));
        host.Refused.ShouldBeEmpty();
        host.Taken.Count.ShouldBeInRange(590, 600);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3)]
    [InlineData(50)]
    public void A_limit_that_nobody_told_is_learnt_in_the_first_second_and_kept_from_then_on(int limit)
    {
        var host = new SimulatedHost(TimeSpan.FromMilliseconds(100), _ => limit);
        host.Run(new HostPace(Eight), TimeSpan.FromSeconds(50));
        host.Refused.ShouldNotBeEmpty();
        host.Refused.ShouldAllBe(when => when <= TimeSpan.FromSeconds(1.2));
        (host.Taken.Count / 50.0).ShouldBeInRange(0.95 * limit, limit);
    }

    [Fact]
    public void A_host_that_halves_its_limit_half_way_refuses_no_image_more_often_than_it_is_tried()
    {
        var host = new SimulatedHost(TimeSpan.FromMilliseconds(100), second => second < 25 ? 10 : 5);
        host.Run(new HostPace(Eight), TimeSpan.FromSeconds(50));
        host.MostRefusals.ShouldBeLessThan(Eight.Attempts);
        host.Taken.Count(when => when > TimeSpan.FromSeconds(30)).ShouldBeInRange(75, 101);
        host.Refused.Count(when => when > TimeSpan.FromSeconds(30)).ShouldBe(0);
    }

    [Fact]
    public void Permits_halve_when_the_host_says_too_much_and_come_back_one_by_one()
    {
        var pace = new HostPace(Eight);
        for (var request = 0; request < 6; request++)
            pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.Succeeded(Start, Start);
        for (var request = 0; request < 5; request++)
            pace.Throttled(Start, Start);
        pace.Permits.ShouldBe(4);
        var now = Start;
        for (var success = 0; success < 100; success++)
        {
            now += TimeSpan.FromMinutes(1);
            pace.TryBegin(now, out _).ShouldBeTrue();
            pace.Succeeded(now, now);
        }

        pace.Permits.ShouldBe(8);
    }

    [Fact]
    public void Refusals_of_what_began_together_count_once()
    {
        var pace = new HostPace(Eight);
        for (var request = 0; request < 8; request++)
            pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.Succeeded(Start, Start + TimeSpan.FromMilliseconds(99));
        for (var request = 0; request < 7; request++)
            pace.Throttled(Start, Start + TimeSpan.FromMilliseconds(100 + request));
        pace.Permits.ShouldBe(4);
    }

    [Fact]
    public void A_host_that_is_down_is_left_alone_and_then_asked_by_one_request_at_a_time()
    {
        var pace = new HostPace(Eight with { BackoffMin = TimeSpan.FromSeconds(1), BackoffJitter = 0 });
        for (var request = 0; request < 8; request++)
            pace.TryBegin(Start, out _).ShouldBeTrue();
        for (var request = 0; request < 8; request++)
            pace.Failed(Start, Start);
        pace.TryBegin(Start, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(8));
        var later = Start + wait;
        pace.TryBegin(later, out _).ShouldBeTrue();
        pace.TryBegin(later, out _).ShouldBeFalse();
        pace.Succeeded(later, later);
        pace.TryBegin(later, out _).ShouldBeTrue();
        pace.TryBegin(later, out _).ShouldBeTrue();
    }

    [Fact]
    public void Bytes_beyond_the_limit_wait_their_time()
    {
        var pace = new HostPace(new PaceSettings { Permits = 100, LimitRate = RateSchedule.Parse("1MB")! });
        pace.TryBegin(Start, out _).ShouldBeTrue();
        pace.Count(500_000, Start);
        pace.TryBegin(Start, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(0.5));
        pace.TryBegin(Start + wait, out _).ShouldBeTrue();
        pace.Count(2_000_000, Start + wait);
        pace.TryBegin(Start + wait, out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(2));
    }
}
