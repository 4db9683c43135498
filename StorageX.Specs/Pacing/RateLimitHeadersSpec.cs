using Shouldly;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Pacing;

public sealed class RateLimitHeadersSpec
{
    private static readonly DateTimeOffset Now = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Theory]
    [InlineData("", null)]
    [InlineData("Retry-After: 120", 120.0)]
    [InlineData("retry-after: 1.5", 1.5)]
    [InlineData("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT", 60.0)]
    [InlineData("Retry-After: Sunday, 06-Nov-94 08:50:37 GMT", 60.0)]
    [InlineData("Retry-After: Sun Nov  6 08:50:37 1994", 60.0)]
    [InlineData("Retry-After: Sun, 06 Nov 1994 08:49:00 GMT", 0.0)]
    [InlineData("Retry-After: -5", 0.0)]
    [InlineData("Retry-After: 99999999999", 86400.0)]
    [InlineData("Retry-After: 1e400", null)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("X-RateLimit-Reset-After: 2.5", 2.5)]
    [InlineData("X-RateLimit-Remaining: 0; X-RateLimit-Reset: 30", 30.0)]
    [InlineData("X-RateLimit-Remaining: 5; X-RateLimit-Reset: 30", null)]
    [InlineData("X-RateLimit-Remaining: 0; X-RateLimit-Reset: 784111787", 784111787.0 - 784111777.0, false)]
    [InlineData("RateLimit-Remaining: 0; RateLimit-Reset: 7", 7.0)]
    [InlineData("X-RateLimit-UserRemaining: 0; X-RateLimit-UserReset: 9; X-RateLimit-ClientRemaining: 100; X-RateLimit-ClientReset: 3", 9.0)]
    [InlineData("X-Post-Rate-Limit-Reset: 1250", 1250.0)]
    [InlineData("RateLimit: \"default\"|r=0|t=40", 40.0)]
    [InlineData("RateLimit: limit=10, remaining=0, reset=50", 50.0)]
    [InlineData("RateLimit: \"default\"|r=3|t=40", null)]
    [InlineData("Retry-After: 5; X-RateLimit-Reset: 30", 5.0)]
    public void A_host_says_how_long_to_wait(string fields, double? seconds, bool recent = true)
    {
        // Seconds since 1970 are told from seconds from now by their size, so that form needs a time of today.
        var now = recent ? Now : DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        var text = recent ? fields : fields.Replace("784111787", "1900000010", StringComparison.Ordinal);
        var headers = text.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(": ", 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1].Replace('|', ';')));
        RateLimitHeaders.WaitOf(headers, now)?.TotalSeconds.ShouldBe(seconds ?? -1);
        RateLimitHeaders.WaitOf(headers, now).HasValue.ShouldBe(seconds.HasValue);
    }

    [Fact]
    public void Milliseconds_since_1970_are_told_from_seconds() => RateLimitHeaders.WaitOf(
        [KeyValuePair.Create("X-RateLimit-Reset", "1900000010000")], DateTimeOffset.FromUnixTimeSeconds(1_900_000_000))!.Value.TotalSeconds.ShouldBe(10);
}
