using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Host.Contract;
using Xunit;

namespace StorageX.Specs.Contract;

public sealed class TransferRateSpec
{
    private readonly FakeTimeProvider _time = new();
    private readonly TransferRate _rate;

    public TransferRateSpec()
    {
        _rate = new(_time);
        _rate.Add(0);
    }

    [Fact]
    public void The_first_second_says_nothing()
    {
        Move(seconds: 0.9, bytes: 1000);
        _rate.BytesPerSecond.ShouldBeNull();
        _rate.TimeLeft(5000).ShouldBeNull();
    }

    [Fact]
    public void A_steady_stream_has_its_rate()
    {
        for (var i = 1; i <= 100; i++)
            Move(0.3, i * 300L);
        _rate.BytesPerSecond!.Value.ShouldBe(1000, tolerance: 1);
    }

    [Fact]
    public void The_rate_follows_a_host_that_slows_down()
    {
        for (var i = 1; i <= 60; i++)
            Move(1, i * 1000L);
        for (var i = 1; i <= 11; i++)
            Move(1, 60_000 + (i * 10L));
        _rate.BytesPerSecond!.Value.ShouldBe(10, tolerance: 1);
    }

    [Fact]
    public void A_host_that_stops_has_no_time_left_to_tell()
    {
        Move(2, 1000);
        Move(30, 1000);
        _rate.BytesPerSecond.ShouldBe(0);
        _rate.TimeLeft(2000).ShouldBeNull();
    }

    [Fact]
    public void The_time_left_is_what_is_left_at_this_rate()
    {
        Move(1, 0);
        Move(1, 1000);
        _rate.TimeLeft(2500).ShouldBe(TimeSpan.FromSeconds(3));
        _rate.TimeLeft(1000).ShouldBe(TimeSpan.Zero);
        _rate.TimeLeft(null).ShouldBeNull();
    }

    [Fact]
    public void Many_reports_at_once_count_as_the_last_of_them()
    {
        Move(2, 500);
        _rate.Add(900);
        _rate.Add(1000);
        _rate.BytesPerSecond.ShouldBe(500);
    }

    private void Move(double seconds, long bytes)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _rate.Add(bytes);
    }
}
