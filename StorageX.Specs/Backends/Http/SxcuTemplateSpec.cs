using Shouldly;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

public sealed class SxcuTemplateSpec
{
    private const string Body = """{"data":{"link":"https://x/a.png","n":7,"ok":true,"none":null},"files":[{"url":"u0"},{"url":"u1"}]}""";

    private static readonly SxcuContext Context = new()
    {
        FileName = "a b.png",
        Image = "abc"u8.ToArray(),
        Locator = "https://x/i/1.png",
        Answer = new HostAnswer(200, "https://x/final?id=5", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Location"] = "/there" }, Body),
        Replies = new Dictionary<string, string> { ["Album"] = "holiday", ["a|b"] = "b" },
        Environment = name => name == "KEY" ? "secret" : null,
        Count = () => 41,
        Random = most => most - 1,
        Now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero),
    };

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("{response}", Body)]
    [InlineData("{RESPONSEURL}", "https://x/final?id=5")]
    [InlineData("{header:location}", "/there")]
    [InlineData("{header:absent}", "")]
    [InlineData("{json:data.link}", "https://x/a.png")]
    [InlineData("{json:$.data.link}", "https://x/a.png")]
    [InlineData("{json:files[1].url}", "u1")]
    [InlineData("{json:$..url}", "", "{json}")]
    [InlineData("{json:data.n}{json:data.ok}{json:data.none}{json:data.absent}", "7true")]
    [InlineData("""{json:\{"a":\{"b":"c"\}\}|a.b}""", "c")]
    [InlineData("""{regex:"link":"([^"]+)"|1}""", "https://x/a.png")]
    [InlineData("""{regex:(?<host>https\:\/\/x)|host}""", "https://x")]
    [InlineData("{regex:{responseurl}|id=(\\\\d+)|1}", "5")]
    [InlineData("{regex:nothing like it}", "")]
    [InlineData("{xml:<a><b c=\"d\">e</b></a>|/a/b}", "e")]
    [InlineData("{xml:<a><b c=\"d\">e</b></a>|/a/b/@c}", "d")]
    [InlineData("{xml:<a/>|count(/a)}", "1")]
    [InlineData("{base64:user:pass}", "dXNlcjpwYXNz")]
    [InlineData("Basic {base64:{env:KEY}:}", "Basic c2VjcmV0Og==")]
    [InlineData("{random:a|b|c}", "c")]
    [InlineData("{filename}", "a b.png")]
    [InlineData("{input}", "")]
    [InlineData("{inputbox:Album|none}", "holiday")]
    [InlineData("{prompt:Other|none}", "none")]
    [InlineData("{select:a|b}", "b")]
    [InlineData("{outputbox:Title|text}", "text")]
    [InlineData("{base64file}", "YWJj")]
    [InlineData("{locator}", "https://x/i/1.png")]
    [InlineData("\\{a\\|b\\}\\\\", "{a|b}\\")]
    [InlineData("end\\", "end\\")]
    public void A_function_gives_what_it_stands_for(string text, string expected, string? error = null)
    {
        if (error is null)
            SxcuTemplate.Parse("URL", text).Render(Context).ShouldBe(expected);
        else
            Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", text).Render(Context)).Message.ShouldStartWith($"URL: {error}");
    }

    [Theory]
    [InlineData("https://x/a|b", "the | at character 12")]
    [InlineData("a}b", "the } at character 2")]
    [InlineData("{json:a", "never closed")]
    [InlineData("{json", "never closed")]
    [InlineData("{nosuch:a}", "no function {nosuch}")]
    [InlineData("{json}", "{json} has 0 parameters")]
    [InlineData("{json:a|b|c}", "{json} has 3 parameters")]
    [InlineData("{regex:a|b|c|d}", "{regex} has 4 parameters")]
    public void A_text_that_is_no_template_is_refused_with_its_field_and_the_reason(string text, string reason)
    {
        var error = Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", text));
        error.Message.ShouldStartWith("URL: ");
        error.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("{json:not json|a}", "{json}")]
    [InlineData("{xml:<!DOCTYPE a [<!ENTITY b SYSTEM 'file\\:///etc/passwd'>]><a>&b;</a>|/a}", "{xml}")]
    [InlineData("{regex:(|0}", "{regex}")]
    [InlineData("{env:ABSENT}", "the environment variable ABSENT is not set")]
    [InlineData("{select:x|y}", "asks for \"x|y\"")]
    [InlineData("{inputbox:Who}", "asks for \"Who\"")]
    public void A_function_that_cannot_be_carried_out_says_so(string text, string reason) =>
        Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", text).Render(Context)).Message.ShouldContain(reason);

    [Fact]
    public void A_regular_expression_that_would_take_for_ever_is_ended() =>
        Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", $"{{regex:{new string('a', 40)}!|(a+)+$|0}}").Render(Context));

    [Fact]
    public void Functions_nested_without_end_are_refused() =>
        Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", string.Concat(Enumerable.Repeat("{base64:", 100_000)))).Message.ShouldContain("nested");

    [Fact]
    public void No_text_makes_the_reader_throw_anything_else()
    {
        const string characters = "{}|\\:$ jsonregxav1.()[]*";
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => characters[random.Next(characters.Length)])]);
            try
            {
                SxcuTemplate.Parse("URL", text).Render(Context);
                OldSyntax.Parse("URL", text, ["a"]).Render(Context);
            }
            catch (ProfileException)
            {
                // Refused, which is one of two right outcomes.
            }
        }
    }

    [Theory]
    [InlineData("%y-%mo-%d %h:%mi:%s.%ms", "2026-03-04 05:06:07.089")]
    [InlineData("%yy %mon %mon2", "26 Mar March")]
    [InlineData("%unix", "1772600767")]
    [InlineData("%rn%ra%rx", "9zf")]
    [InlineData("n%i.png", "n41.png")]
    [InlineData("100\\%", "100%")]
    [InlineData("50% %un %q %", "50% %un %q %")]
    public void Codes_stand_for_the_time_and_for_chance(string text, string expected) => PercentCodes.Replace(text, Context).ShouldBe(expected);

    [Theory]
    [InlineData("$json:data.link$", "https://x/a.png")]
    [InlineData("a$response$b", "a" + Body + "b")]
    [InlineData("https://x/$regex:2|1$.png", "https://x/7.png")]
    [InlineData("$regex:1$", "files")]
    [InlineData("5\\$ $json:data.n$", "5$ 7")]
    [InlineData("{json:data.link}", "{json:data.link}")]
    public void The_syntax_before_version_14_means_the_same(string text, string expected) =>
        OldSyntax.Parse("URL", text, ["files", "\"n\":(\\d)"]).Render(Context).ShouldBe(expected);

    [Theory]
    [InlineData("$json:a", "a $ has no partner")]
    [InlineData("$regex:3$", "RegexList has 2")]
    [InlineData("$nosuch$", "no function")]
    public void A_mistake_in_the_old_syntax_is_named(string text, string reason) =>
        Should.Throw<ProfileException>(() => OldSyntax.Parse("URL", text, ["a", "b"])).Message.ShouldContain(reason);
}
