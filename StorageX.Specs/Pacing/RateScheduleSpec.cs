using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

public sealed class RateScheduleSpec
{
    [Theory]
    [InlineData("off", "12:00", null)]
    [InlineData("2MB", "12:00", 2_000_000L)]
    [InlineData("512K", "00:00", 524_288L)]
    [InlineData("08:00,1MB 18:00,off", "07:59", null)]
    [InlineData("08:00,1MB 18:00,off", "08:00", 1_000_000L)]
    [InlineData("18:00,off 08:00,1MB", "17:59", 1_000_000L)]
    [InlineData("08:00,1MB 18:00,off", "18:00", null)]
    [InlineData("08:00,1MB 18:00,2MB", "03:00", 2_000_000L)]
    public void A_timetable_says_what_holds_at_a_time_of_day(string text, string time, long? expected) =>
        RateSchedule.Parse(text)!.At(TimeOnly.Parse(time)).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1MB")]
    [InlineData("fast")]
    [InlineData("1MB 2MB")]
    [InlineData("08:00")]
    [InlineData("08:00,")]
    [InlineData("25:00,1MB")]
    [InlineData("08:00,1MB 08:00,off")]
    public void What_is_no_limit_is_refused(string text) => RateSchedule.Parse(text).ShouldBeNull();
}
