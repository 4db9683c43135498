using Shouldly;
using StorageX.Settings.Hocon;
using Xunit;

namespace StorageX.Specs.Settings.Hocon;

public sealed class HoconSpec
{
    public HoconSpec() => Environment.SetEnvironmentVariable(HoconCorpus.Variable, "from the environment");

    public static TheoryData<string, string> Valid => Cases("valid.txt", "valid-own.txt");

    public static TheoryData<string> Invalid => HoconCorpus.Titles("invalid.txt");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_text_is_read(string file, string title)
    {
        var (_, text, expected) = HoconCorpus.Find(file, title);
        HoconCorpus.ToJson(HoconConfig.Parse(text)).ShouldBe(HoconCorpus.Normal(expected));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_text_is_refused_with_line_and_column_and_what_was_expected(string title)
    {
        var (_, text, expected) = HoconCorpus.Find("invalid.txt", title);
        Should.Throw<HoconException>(() => HoconConfig.Parse(text).Root).Message.ShouldContain(expected);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Whatever_is_read_prints_as_text_that_reads_back_the_same(string file, string title)
    {
        var config = HoconConfig.Parse(HoconCorpus.Find(file, title).Text);
        HoconCorpus.ToJson(HoconConfig.Parse(config.ToString())).ShouldBe(HoconCorpus.ToJson(config));
    }

    /// <summary>But for two things that no setting of Akka.NET has: the word null as a text, and a form feed, which its reader drops.</summary>
    [Theory]
    [MemberData(nameof(Valid))]
    public void Akka_reads_the_same_in_what_is_printed(string file, string title)
    {
        if (title is "Null in quotes is text" or "Backspace and form feed")
            return;
        var config = HoconConfig.Parse(HoconCorpus.Find(file, title).Text);
        var seen = Akka.Configuration.ConfigurationFactory.ParseString(config.ToString());
        foreach (var (path, text) in Texts(config.Root, ""))
            seen.GetString(path).ShouldBe(text, path);
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
        HoconScalars.Duration(text).ShouldBe(TimeSpan.FromMicroseconds(milliseconds * 1000));

    [Theory]
    [InlineData("x")]
    [InlineData("5 parsecs")]
    [InlineData("5S")]
    [InlineData("-1s")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1s 2ms")]
    [InlineData("infinite")]
    [InlineData("99999999999999d")]
    public void What_is_no_duration_or_beyond_the_clock_is_none(string? text) => HoconScalars.Duration(text).ShouldBeNull();

    [Theory]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    [InlineData("maybe", null)]
    [InlineData(null, null)]
    public void A_switch_is_one_of_four_words(string? text, bool? expected) => HoconScalars.Switch(text).ShouldBe(expected);

    private static TheoryData<string, string> Cases(params string[] files)
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in files)
        {
            foreach (var item in HoconCorpus.Read(file))
                cases.Add(file, item.Title);
        }

        return cases;
    }

    /// <summary>Every text in a value, with its path; keys that a path of Akka's cannot name are left out.</summary>
    private static IEnumerable<(string Path, string Text)> Texts(HoconValue value, string path) => value switch
    {
        { Fields: { } fields } => fields.Where(field => field.Key.Length > 0 && field.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            .SelectMany(field => Texts(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        _ when value.GetString() is { } text => [(path, text)],
        _ => [],
    };
}
