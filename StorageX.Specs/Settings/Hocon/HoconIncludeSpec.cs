using Shouldly;
using StorageX.Settings.Hocon;
using Xunit;

namespace StorageX.Specs.Settings.Hocon;

/// <summary>Includes, through the callback.</summary>
public sealed class HoconIncludeSpec : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hocon").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_included_text_stands_where_it_is_included()
    {
        var config = Read("""
            x = 0
            include "part"
            nested { include "part", x = 2 }
            """, ("part", "x = 1, y = ${x}"));
        config.GetString("x").ShouldBe("1");
        config.GetString("y").ShouldBe("1");
        config.GetString("nested.x").ShouldBe("2");
        config.GetString("nested.y").ShouldBe("1");
    }

    [Fact]
    public void An_included_text_sees_the_settings_around_it()
    {
        var config = Read("size = 5\nnested { include \"part\" }", ("part", "copy = ${size}"));
        config.GetString("nested.copy").ShouldBe("5");
    }

    [Theory]
    [InlineData("include \"part\"")]
    [InlineData("include file(\"part\")")]
    [InlineData("include required(\"part\")")]
    [InlineData("include required( file( \"part\" ) )")]
    public void An_include_has_four_forms(string statement) => Read(statement, ("part", "x = 1")).GetString("x").ShouldBe("1");

    [Fact]
    public void A_file_that_is_missing_includes_nothing() => Read("include \"none\"\nx = 1").GetString("x").ShouldBe("1");

    [Fact]
    public void A_required_file_that_is_missing_is_an_error() =>
        Should.Throw<HoconException>(() => Read("x = 1\ninclude required(\"none\")")).Message
            .ShouldBe("line 2, column 1: expected a file \"none\" to include, found none");

    [Fact]
    public void A_relative_name_is_relative_to_the_including_file()
    {
        var config = Read("include \"parts/one\"", ("parts/one", "include \"two\""), ("parts/two", "x = 1"));
        config.GetString("x").ShouldBe("1");
    }

    [Fact]
    public void A_mistake_in_an_included_file_is_reported_with_the_files_on_the_way_to_it() =>
        Should.Throw<HoconException>(() => Read("include \"one\"", ("one", "\ninclude \"two\""), ("two", "x = 1\ny = [")))
            .Message.ShouldStartWith("one: two: line 2, column 6: expected ',' or ']'");

    [Fact]
    public void A_substitution_of_an_included_file_that_nothing_defines_is_reported_with_the_file() =>
        Should.Throw<HoconException>(() => Read("include \"one\"", ("one", "\nx = ${none}")).Root)
            .Message.ShouldStartWith("one: line 2, column 5: ${none} is not defined");

    [Theory]
    [InlineData("include \"one\"")]
    [InlineData("a.b.c { d { include \"one\" } }")]
    public void A_file_that_includes_itself_is_refused(string text) =>
        Should.Throw<HoconException>(() => Read("include \"one\"", ("one", text))).Message.ShouldContain("nested more than 128 deep");

    [Fact]
    public void Files_that_include_each_other_ever_more_often_are_refused()
    {
        var parts = Enumerable.Range(0, 30).Select(i => ($"p{i}", $"include \"p{i + 1}\"\ninclude \"p{i + 1}\"")).Append(("p30", "x = 1"));
        Should.Throw<HoconException>(() => Read("include \"p0\"", [.. parts])).Message.ShouldContain("is longer than");
    }

    [Fact]
    public void A_text_that_is_included_twice_stays_as_it_was()
    {
        var part = HoconParser.Parse("a { x = 1 }", null);
        var config = HoconConfig.Parse("one { include \"part\", a.x = 2 }\ntwo { include \"part\" }", _ => part);
        config.GetString("one.a.x").ShouldBe("2");
        config.GetString("two.a.x").ShouldBe("1");
    }

    private HoconConfig Read(string text, params (string Name, string Text)[] files)
    {
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(_directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
        return HoconConfig.Parse(text, name => Include(_directory, name));
    }

    private static HoconRoot Include(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        return HoconParser.Parse(File.ReadAllText(path), inner => Include(Path.GetDirectoryName(path)!, inner));
    }
}
