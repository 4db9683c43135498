using System.Globalization;
using Shouldly;
using StorageX.Settings.Hocon;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Settings.Hocon;

/// <summary>No text crashes or hangs the reader.</summary>
public class HoconHostileSpec(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        "a", "b", "c", ".", " ", "\n", "=", ":", "+=", "{", "}", "[", "]", ",", "\"", "\"\"\"", "\\", "\\u00", "#", "//",
        "${a}", "${?b}", "${a.b}", "${c", "$", "include ", "\"x\"", "null", "1", "\r\n", "\t", "\0", "\ud800", "\uffff", "é",
    ];

    public static TheoryData<string> Hostile => HoconCorpus.Titles("hostile.txt");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_text_is_refused_or_read(string title)
    {
        var (_, text, expected) = HoconCorpus.Find("hostile.txt", title);
        var count = text[..text.IndexOf(' ', StringComparison.Ordinal)];
        var end = text.LastIndexOf(", then ", StringComparison.Ordinal);
        var unit = text[(count.Length + 3)..end].Replace("\\n", "\n", StringComparison.Ordinal);
        var hocon = string.Concat(Enumerable.Repeat(unit, int.Parse(count, CultureInfo.InvariantCulture))) + text[(end + 7)..];
        if (expected == "ok")
            HoconConfig.Parse(hocon).Root.ShouldNotBeNull();
        else
            Should.Throw<HoconException>(() => HoconConfig.Parse(hocon).Root).Message.ShouldContain(expected);
    }

    [Fact]
    public void A_text_that_doubles_itself_is_refused() => Refused(Doubling("x", "${0}${0}"));

    [Fact]
    public void An_array_that_doubles_itself_is_refused() => Refused(Doubling("[x]", "${0} ${0}"));

    [Fact]
    public void A_tree_that_doubles_itself_is_refused() => Refused(Doubling("[x]", "[${0}, ${0}]"));

    [Fact]
    public void An_object_that_doubles_itself_is_refused() => Refused(Doubling("{ x = 1 }", "{ l = ${0}, r = ${0} }"));

    [Fact]
    public void A_long_chain_of_substitutions_is_refused() => Refused(Doubling("x", "${0}", 20_000));

    [Fact]
    public void A_tree_made_ever_deeper_by_substitutions_is_refused()
    {
        var lines = Enumerable.Range(0, 2000).Select(i => i == 0 ? "k0 = x" : $"k{i} = [${{k{i - 1}}}]");
        Refused(string.Join('\n', lines));
    }

    [Fact]
    public void Random_texts_are_refused_or_read()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Concat(random.GetItems(Pieces, random.Next(1, 40)));
            try
            {
                var config = HoconConfig.Parse(text, _ => null);
                var printed = config.ToString();
                HoconConfig.Parse(printed).ToString().ShouldBe(printed, $"seed {seed}: {text}");
            }
            catch (HoconException e)
            {
                e.Message.ShouldContain("line ", Case.Sensitive, $"seed {seed}: {text}");
            }
        }
    }

    private static string Doubling(string first, string next, int count = 120) => string.Join('\n', Enumerable.Range(0, count)
        .Select(i => $"k{count - i:D6} = " + (i == 0 ? first : next.Replace("0", $"k{count - i + 1:D6}", StringComparison.Ordinal))).Reverse());

    private static void Refused(string text) => Should.Throw<HoconException>(() => HoconConfig.Parse(text).Root);
}
