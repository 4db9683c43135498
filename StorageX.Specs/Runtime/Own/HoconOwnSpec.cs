using Akka.Configuration;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime.Own;

/// <summary>The parts of HOCON that Akka.NET 1.5.74 leaves out or reads otherwise, and the messages.</summary>
public class HoconOwnSpec
{
    public HoconOwnSpec() => Environment.SetEnvironmentVariable(HoconCorpus.Variable, "from the environment");

    public static TheoryData<string> Valid => HoconCorpus.Titles("valid-own.txt");

    public static TheoryData<string> Invalid => HoconCorpus.Titles("invalid.txt");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_text_is_read(string title)
    {
        var (_, text, expected) = HoconCorpus.Find("valid-own.txt", title);
        HoconCorpus.ToJson(ConfigurationFactory.ParseString(text)).ShouldBe(HoconCorpus.Normal(expected));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_text_is_refused_with_line_and_column_and_what_was_expected(string title)
    {
        var (_, text, expected) = HoconCorpus.Find("invalid.txt", title);
        Should.Throw<ConfigurationException>(() => ConfigurationFactory.ParseString(text).Root).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("valid.txt")]
    [InlineData("valid-own.txt")]
    public void Whatever_is_read_prints_as_text_that_reads_back_the_same(string file)
    {
        foreach (var item in HoconCorpus.Read(file))
        {
            var config = ConfigurationFactory.ParseString(item.Text);
            HoconCorpus.ToJson(ConfigurationFactory.ParseString(config.ToString())).ShouldBe(HoconCorpus.ToJson(config), item.Title);
        }
    }

    [Fact]
    public void A_fallback_defines_what_a_substitution_asks_for()
    {
        var config = ConfigurationFactory.ParseString("a = ${base.size}, b = ${?base.size}, c = ${?none}")
            .WithFallback(ConfigurationFactory.ParseString("base { size = 1 }"))
            .WithFallback(ConfigurationFactory.ParseString("base { size = 2 }"));
        config.GetInt("a").ShouldBe(1);
        config.GetInt("b").ShouldBe(1);
        config.HasPath("c").ShouldBeFalse();
    }

    [Fact]
    public void A_key_adds_to_its_value_in_the_fallback()
    {
        var config = ConfigurationFactory.ParseString("list += c, text = ${text}\"!\", copy = ${list}")
            .WithFallback(ConfigurationFactory.ParseString("list = [a, b], text = hello"));
        config.GetStringList("list").ShouldBe(["a", "b", "c"]);
        config.GetString("text").ShouldBe("hello!");
        config.GetStringList("copy").Last().ShouldBe("c");
    }

    [Fact]
    public void Substitutions_in_a_circle_through_a_fallback_are_refused()
    {
        var config = ConfigurationFactory.ParseString("a = ${b}").WithFallback(ConfigurationFactory.ParseString("b = ${a}"));
        Should.Throw<ConfigurationException>(() => config.HasPath("x")).Message.ShouldContain("leads back to itself");
    }

    [Fact]
    public void A_wrong_value_is_reported_with_its_place_and_its_path()
    {
        var config = ConfigurationFactory.ParseString("a {\n  size = big\n}");
        Should.Throw<FormatException>(() => config.GetInt("a.size")).Message
            .ShouldBe("line 2, column 10: a.size expects a whole number, found 'big'");
        Should.Throw<FormatException>(() => config.GetByteSize("a.size")).Message
            .ShouldBe("line 2, column 10: a.size expects a size in bytes such as 4096, 64KiB or 10 MB, found 'big'");
        Should.Throw<ConfigurationException>(() => config.GetConfig("a.size")!.HasPath("x")).Message
            .ShouldBe("line 2, column 10: expected an object, found 'big'");
    }

    [Fact]
    public void A_size_beyond_64_bits_is_refused() =>
        Should.Throw<OverflowException>(() => ConfigurationFactory.ParseString("a = 16EiB").GetByteSize("a"));

    [Fact]
    public void An_empty_text_is_no_size() => ConfigurationFactory.ParseString("a = \"\"").GetByteSize("a", 5).ShouldBeNull();
}
