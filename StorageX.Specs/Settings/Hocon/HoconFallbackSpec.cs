using Shouldly;
using StorageX.Settings.Hocon;
using Xunit;

namespace StorageX.Specs.Settings.Hocon;

public sealed class HoconFallbackSpec
{
    private static readonly HoconConfig Top = HoconConfig.Parse("x { b = 3, c = 4 }\n list = [3], flat = 1");
    private static readonly HoconConfig Base = HoconConfig.Parse("x { a = 1, b = 2 }\n list = [1, 2], y = 9, flat { z = 1 }");

    [Fact]
    public void A_fallback_answers_where_the_configuration_is_silent()
    {
        var config = Top.WithFallback(Base);
        config.GetString("y").ShouldBe("9");
        config.GetString("x.a").ShouldBe("1");
        config.GetString("x.b").ShouldBe("3");
        config.GetString("x.c").ShouldBe("4");
    }

    [Fact]
    public void Objects_merge_with_a_fallback_and_anything_else_is_taken_whole()
    {
        var config = Top.WithFallback(Base);
        config.GetConfig("x")!.Fields.Select(field => field.Key).ShouldBe(["a", "b", "c"], ignoreOrder: true);
        Items(config, "list").ShouldBe(["3"]);
        config.GetString("flat").ShouldBe("1");
        config.HasPath("flat.z").ShouldBeFalse();
    }

    [Fact]
    public void Fallbacks_may_be_nested_either_way()
    {
        var third = HoconConfig.Parse("x { a = 7, d = 8 }");
        foreach (var config in new[] { Top.WithFallback(Base).WithFallback(third), Top.WithFallback(Base.WithFallback(third)) })
        {
            config.GetString("x.a").ShouldBe("1");
            config.GetString("x.d").ShouldBe("8");
        }
    }

    [Fact]
    public void Neither_part_changes_when_they_are_joined()
    {
        _ = Top.WithFallback(Base).Root;
        Top.HasPath("x.a").ShouldBeFalse();
        Base.GetString("x.b").ShouldBe("2");
        Base.HasPath("x.c").ShouldBeFalse();
    }

    [Fact]
    public void A_missing_path_has_no_value()
    {
        var config = HoconConfig.Parse("a = 1");
        config.HasPath("b.c").ShouldBeFalse();
        config.GetValue("b").ShouldBeNull();
        config.GetConfig("b").ShouldBeNull();
        config.GetString("a.b").ShouldBeNull();
    }

    [Fact]
    public void Null_is_assigned_but_has_no_text()
    {
        var config = HoconConfig.Parse("a = null");
        config.HasPath("a").ShouldBeTrue();
        config.GetString("a").ShouldBeNull();
    }

    [Fact]
    public void A_path_in_quotes_reaches_a_key_with_dots()
    {
        var config = HoconConfig.Parse("a { \"/b/c.d/*\" { e = 1 }\n \"some words, quoted\" = 2 }");
        config.GetString("a.\"/b/c.d/*\".e").ShouldBe("1");
        config.GetConfig("a.\"/b/c.d/*\"")!.GetString("e").ShouldBe("1");
        config.GetString("a.some words, quoted").ShouldBe("2");
    }

    [Fact]
    public void A_substitution_is_taken_from_its_own_text_before_any_other() =>
        HoconConfig.Parse("size = 2").WithFallback(HoconConfig.Parse("size = 1, copy = ${size}")).GetString("copy").ShouldBe("1");

    [Fact]
    public void A_substitution_that_nothing_defines_is_refused() =>
        Should.Throw<HoconException>(() => HoconConfig.Parse("a = ${no.such.key}").GetString("a"));

    [Fact]
    public void A_fallback_defines_what_a_substitution_asks_for()
    {
        var config = HoconConfig.Parse("a = ${base.size}, b = ${?base.size}, c = ${?none}")
            .WithFallback(HoconConfig.Parse("base { size = 1 }"))
            .WithFallback(HoconConfig.Parse("base { size = 2 }"));
        config.GetString("a").ShouldBe("1");
        config.GetString("b").ShouldBe("1");
        config.HasPath("c").ShouldBeFalse();
    }

    [Fact]
    public void A_key_adds_to_its_value_in_the_fallback()
    {
        var config = HoconConfig.Parse("list += c, text = ${text}\"!\", copy = ${list}")
            .WithFallback(HoconConfig.Parse("list = [a, b], text = hello"));
        Items(config, "list").ShouldBe(["a", "b", "c"]);
        config.GetString("text").ShouldBe("hello!");
        Items(config, "copy")[^1].ShouldBe("c");
    }

    [Fact]
    public void Substitutions_in_a_circle_through_a_fallback_are_refused()
    {
        var config = HoconConfig.Parse("a = ${b}").WithFallback(HoconConfig.Parse("b = ${a}"));
        Should.Throw<HoconException>(() => config.HasPath("x")).Message.ShouldContain("leads back to itself");
    }

    [Fact]
    public void A_section_that_is_a_text_is_refused_with_its_place() =>
        Should.Throw<HoconException>(() => HoconConfig.Parse("a {\n  size = big\n}").GetConfig("a.size")!.HasPath("x")).Message
            .ShouldBe("line 2, column 10: expected an object, found 'big'");

    private static List<string?> Items(HoconConfig config, string path) => config.GetValue(path)!.Items!.ConvertAll(item => item.GetString());
}
