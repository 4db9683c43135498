using Akka.Configuration;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime;

/// <summary>What our HOCON and Akka.NET's have in common.</summary>
public class HoconSpec
{
    public static TheoryData<string> Valid => HoconCorpus.Titles("valid.txt");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_text_is_read(string title)
    {
        var (_, text, expected) = HoconCorpus.Find("valid.txt", title);
        HoconCorpus.ToJson(ConfigurationFactory.ParseString(text)).ShouldBe(HoconCorpus.Normal(expected));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("250", 250)]
    [InlineData("1500 micros", 1.5)]
    [InlineData("2 microseconds", 0.002)]
    [InlineData("500ms", 500)]
    [InlineData("500 millis", 500)]
    [InlineData("1 millisecond", 1)]
    [InlineData("2s", 2_000)]
    [InlineData("0.05 s", 50)]
    [InlineData("1 second", 1_000)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1 hour", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("2 days", 172_800_000)]
    public void A_duration_is_a_number_with_a_unit_or_milliseconds(string text, double milliseconds) =>
        ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a").ShouldBe(TimeSpan.FromMicroseconds(milliseconds * 1000));

    [Fact]
    public void Infinite_is_the_infinite_timeout() =>
        ConfigurationFactory.ParseString("a = infinite").GetTimeSpan("a").ShouldBe(Timeout.InfiniteTimeSpan);

    [Fact]
    public void Infinite_is_refused_where_the_duration_must_end() =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString("a = infinite").GetTimeSpan("a", null, allowInfinite: false));

    [Theory]
    [InlineData("x")]
    [InlineData("5 parsecs")]
    [InlineData("5S")]
    [InlineData("-1s")]
    [InlineData("\"\"")]
    [InlineData("1s 2ms")]
    public void What_is_no_duration_is_refused(string text) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a"));

    [Fact]
    public void A_duration_beyond_the_clock_is_refused() =>
        Should.Throw<OverflowException>(() => ConfigurationFactory.ParseString("a = 99999999999999d").GetTimeSpan("a"));

    [Theory]
    [InlineData("4096", 4096L)]
    [InlineData("1B", 1L)]
    [InlineData("2 bytes", 2L)]
    [InlineData("1k", 1024L)]
    [InlineData("1K", 1024L)]
    [InlineData("64KiB", 65_536L)]
    [InlineData("64 kB", 64_000L)]
    [InlineData("1 kilobyte", 1_000L)]
    [InlineData("1 kibibyte", 1_024L)]
    [InlineData("3M", 3_145_728L)]
    [InlineData("3 MB", 3_000_000L)]
    [InlineData("3MiB", 3_145_728L)]
    [InlineData("2G", 2_147_483_648L)]
    [InlineData("2 GB", 2_000_000_000L)]
    [InlineData("1TiB", 1_099_511_627_776L)]
    [InlineData("1 TB", 1_000_000_000_000L)]
    [InlineData("1PB", 1_000_000_000_000_000L)]
    [InlineData("1EiB", 1_152_921_504_606_846_976L)]
    [InlineData("-1", -1L)]
    public void A_size_is_a_whole_number_with_a_unit_or_bytes(string text, long bytes) =>
        ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a").ShouldBe(bytes);

    [Theory]
    [InlineData("x")]
    [InlineData("1.5 MB")]
    [InlineData("2 KB")]
    [InlineData("2 mb")]
    [InlineData("1 ZB")]
    public void What_is_no_size_is_refused(string text) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    public void A_switch_is_one_of_four_words(string text, bool expected) =>
        ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a", !expected).ShouldBe(expected);

    [Fact]
    public void Another_word_is_no_switch() =>
        Should.Throw<NotSupportedException>(() => ConfigurationFactory.ParseString("a = maybe").GetBoolean("a"));

    [Fact]
    public void Numbers_are_read_as_such()
    {
        var config = ConfigurationFactory.ParseString("a = -5, b = \"12\", c = 99999999999, d = 1.5e3, e = [1, 2, 3]");
        config.GetInt("a").ShouldBe(-5);
        config.GetInt("b").ShouldBe(12);
        config.GetLong("c").ShouldBe(99_999_999_999);
        config.GetDouble("d").ShouldBe(1500);
        config.GetFloat("d").ShouldBe(1500f);
        config.GetIntList("e").ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void What_is_no_whole_number_is_refused()
    {
        var config = ConfigurationFactory.ParseString("a = x, b = 1.5, c = 99999999999");
        Should.Throw<FormatException>(() => config.GetInt("a"));
        Should.Throw<FormatException>(() => config.GetInt("b"));
        Should.Throw<FormatException>(() => config.GetDouble("a"));
        Should.Throw<OverflowException>(() => config.GetInt("c"));
    }
}
