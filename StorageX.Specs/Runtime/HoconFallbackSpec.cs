using Akka.Configuration;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Runtime;

public class HoconFallbackSpec
{
    private static readonly Config Top = ConfigurationFactory.ParseString("x { b = 3, c = 4 }\n list = [3], flat = 1");
    private static readonly Config Base = ConfigurationFactory.ParseString("x { a = 1, b = 2 }\n list = [1, 2], y = 9, flat { z = 1 }");

    [Fact]
    public void A_fallback_answers_where_the_configuration_is_silent()
    {
        var config = Top.WithFallback(Base);
        config.GetInt("y").ShouldBe(9);
        config.GetInt("x.a").ShouldBe(1);
        config.GetInt("x.b").ShouldBe(3);
        config.GetInt("x.c").ShouldBe(4);
    }

    [Fact]
    public void Objects_merge_with_a_fallback_and_anything_else_is_taken_whole()
    {
        var config = Top.WithFallback(Base);
        config.GetConfig("x")!.AsEnumerable().Select(field => field.Key).ShouldBe(["a", "b", "c"], ignoreOrder: true);
        config.GetIntList("list").ShouldBe([3]);
        config.GetInt("flat").ShouldBe(1);
        config.HasPath("flat.z").ShouldBeFalse();
    }

    [Fact]
    public void Fallbacks_may_be_nested_either_way()
    {
        var third = ConfigurationFactory.ParseString("x { a = 7, d = 8 }");
        foreach (var config in new[] { Top.WithFallback(Base).WithFallback(third), Top.WithFallback(Base.WithFallback(third)) })
        {
            config.GetInt("x.a").ShouldBe(1);
            config.GetInt("x.d").ShouldBe(8);
        }
    }

    [Fact]
    public void Neither_part_changes_when_they_are_joined()
    {
        _ = Top.WithFallback(Base).GetInt("x.a");
        Top.HasPath("x.a").ShouldBeFalse();
        Base.GetInt("x.b").ShouldBe(2);
        Base.HasPath("x.c").ShouldBeFalse();
    }

    [Fact]
    public void An_empty_configuration_and_a_missing_fallback_add_nothing()
    {
        ConfigurationFactory.Empty.IsEmpty.ShouldBeTrue();
        ConfigurationFactory.Empty.WithFallback(Base).ShouldBeSameAs(Base);
        Base.WithFallback(null).ShouldBeSameAs(Base);
        Should.Throw<ArgumentException>(() => Base.WithFallback(Base));
    }

    [Fact]
    public void A_missing_path_gives_the_default()
    {
        var config = ConfigurationFactory.ParseString("a = 1");
        config.HasPath("b.c").ShouldBeFalse();
        config.GetValue("b").ShouldBeNull();
        config.GetConfig("b").ShouldBeNull();
        config.GetString("b").ShouldBeNull();
        config.GetString("a.b", "x").ShouldBe("x");
        config.GetInt("b", 5).ShouldBe(5);
        config.GetLong("b", 6).ShouldBe(6);
        config.GetDouble("b", 1.5).ShouldBe(1.5);
        config.GetBoolean("b", true).ShouldBeTrue();
        config.GetTimeSpan("b", TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromSeconds(1));
        config.GetTimeSpan("b").ShouldBe(TimeSpan.Zero);
        config.GetByteSize("b").ShouldBeNull();
        config.GetByteSize("b", 7).ShouldBe(7);
        config.GetStringList("b").ShouldBeEmpty();
        config.GetIntList("a").ShouldBeEmpty();
    }

    [Fact]
    public void Null_is_assigned_but_has_no_text()
    {
        var config = ConfigurationFactory.ParseString("a = null");
        config.HasPath("a").ShouldBeTrue();
        config.GetString("a", "default").ShouldBeNull();
    }

    [Fact]
    public void A_sub_configuration_takes_a_fallback_of_its_own()
    {
        var config = Top.GetConfig("x")!.WithFallback(ConfigurationFactory.ParseString("b = 0, d = 5"));
        config.GetInt("b").ShouldBe(3);
        config.GetInt("d").ShouldBe(5);
    }

    [Fact]
    public void A_path_in_quotes_reaches_a_key_with_dots()
    {
        var config = ConfigurationFactory.ParseString("a { \"/b/c.d/*\" { e = 1 }\n \"some words, quoted\" = 2 }");
        config.GetInt("a.\"/b/c.d/*\".e").ShouldBe(1);
        config.GetConfig("a.\"/b/c.d/*\"")!.GetInt("e").ShouldBe(1);
        config.GetInt("a.some words, quoted").ShouldBe(2);
        config.GetConfig("a")!.Root.GetObject()!.GetKey("some words, quoted")!.GetInt().ShouldBe(2);
    }

    [Fact]
    public void A_text_is_a_configuration()
    {
        Config config = "a { b = 1 }";
        config.GetInt("a.b").ShouldBe(1);
    }

    [Fact]
    public void A_configuration_prints_as_text_that_reads_back()
    {
        var config = ConfigurationFactory.ParseString("a { b = [1, x y], c = hello, \"d.e\" { f = 1 } }");
        ConfigurationFactory.ParseString(config.ToString()).GetString("a.c").ShouldBe("hello");
    }

    [Fact]
    public void A_substitution_is_taken_from_its_own_text_before_any_other()
    {
        var defaults = ConfigurationFactory.ParseString("size = 1, copy = ${size}");
        ConfigurationFactory.ParseString("size = 2").WithFallback(defaults).GetInt("copy").ShouldBe(1);
    }

    [Fact]
    public void A_substitution_that_nothing_defines_is_refused() =>
        Should.Throw<Exception>(() => ConfigurationFactory.ParseString("a = ${no.such.key}").GetString("a"));
}
