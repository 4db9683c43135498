using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

public sealed class BackoffSpec
{
    private static readonly PaceSettings Settings = new()
    {
        BackoffMin = TimeSpan.FromMilliseconds(500), BackoffMax = TimeSpan.FromSeconds(30), BackoffJitter = 0.2,
    };

    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 1000)]
    [InlineData(3, 2000)]
    [InlineData(6, 16_000)]
    [InlineData(7, 30_000)]
    [InlineData(100, 30_000)]
    [InlineData(int.MaxValue, 30_000)]
    public void The_wait_doubles_up_to_the_longest(int failures, int milliseconds) =>
        Backoff.Delay(Settings, failures, null, random: 0).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(1, 0.5, 550)]
    [InlineData(1, 1, 600)]
    [InlineData(7, 1, 36_000)]
    public void Jitter_lengthens_it_by_a_share(int failures, double random, int milliseconds) =>
        Backoff.Delay(Settings, failures, null, random).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Without_jitter_chance_changes_nothing() =>
        Backoff.Delay(Settings with { BackoffJitter = 0 }, 1, null, random: 1).ShouldBe(TimeSpan.FromMilliseconds(500));

    [Theory]
    [InlineData(0, 500)]
    [InlineData(499, 500)]
    [InlineData(3_600_000, 3_600_000)]
    [InlineData(-5, 500)]
    public void It_is_never_less_than_the_host_asked_for(int asked, int milliseconds) =>
        Backoff.Delay(Settings, 1, TimeSpan.FromMilliseconds(asked), random: 0).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Even_the_longest_settings_do_not_overflow() =>
        Backoff.Delay(Settings with { BackoffMin = TimeSpan.FromDays(24), BackoffMax = TimeSpan.FromDays(24), BackoffJitter = 1 }, 1000, null, 1).ShouldBe(TimeSpan.FromDays(48));
}
