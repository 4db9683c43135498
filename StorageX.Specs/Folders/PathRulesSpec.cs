using Shouldly;
using StorageX.Folders;
using Xunit;

namespace StorageX.Specs.Folders;

public sealed class PathRulesSpec
{
    [Fact]
    public void Without_rules_everything_is_taken()
    {
        var rules = new PathRules([]);
        rules.Excludes("a/b", isDirectory: false).ShouldBeFalse();
        rules.Excludes("a", isDirectory: true).ShouldBeFalse();
    }

    [Fact]
    public void What_is_included_after_it_was_excluded_is_taken()
    {
        var rules = new PathRules([PathRule.Exclude("*.o"), PathRule.Include("keep.o"), PathRule.Include("!odd.o"), PathRule.Exclude("!lib/*.o")]);
        rules.Excludes("a/b.o", isDirectory: false).ShouldBeTrue();
        rules.Excludes("a/keep.o", isDirectory: false).ShouldBeFalse();
        rules.Excludes("!odd.o", isDirectory: false).ShouldBeFalse();
        rules.Excludes("odd.o", isDirectory: false).ShouldBeTrue();
        rules.Excludes("lib/b.o", isDirectory: false).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_that_is_excluded_is_so_at_any_depth()
    {
        var rules = new PathRules([PathRule.Exclude("build/"), PathRule.Include("build/keep")]);
        rules.Excludes("build", isDirectory: true).ShouldBeTrue();
        rules.Excludes("build", isDirectory: false).ShouldBeFalse();
        rules.Excludes("a/build", isDirectory: true).ShouldBeTrue();
        rules.Excludes("a", isDirectory: true).ShouldBeFalse();
    }

    [Fact]
    public void A_pattern_from_the_command_line_is_no_line_of_a_file()
    {
        var rules = new PathRules([PathRule.Exclude("#a#"), PathRule.Exclude("b ")]);
        rules.Excludes("#a#", isDirectory: false).ShouldBeTrue();
        rules.Excludes("b ", isDirectory: false).ShouldBeTrue();
        rules.Excludes("b", isDirectory: false).ShouldBeFalse();
    }

    [Theory]
    [InlineData("?.txt", "ä.txt")]
    [InlineData("?.txt", "😀.txt")]
    [InlineData("[ä-ö].txt", "å.txt")]
    [InlineData("[!a].txt", "😀.txt")]
    [InlineData("*😀?", "a😀😀b")]
    [InlineData("\\😀", "😀")]
    public void A_character_is_one_however_many_bytes_it_has(string pattern, string path) =>
        new PathRules([PathRule.Exclude(pattern)]).Excludes(path, isDirectory: false).ShouldBeTrue();

    [Theory]
    [InlineData("", "\"\" is no pattern: matches nothing")]
    [InlineData("/", "\"/\" is no pattern: matches nothing")]
    [InlineData("!", "\"!\" is no pattern: matches nothing")]
    [InlineData("a/[b-", "\"a/[b-\" is no pattern: a bracket is not closed")]
    [InlineData("[]", "\"[]\" is no pattern: a bracket is not closed")]
    [InlineData("[z-a]", "\"[z-a]\" is no pattern: the range z-a is empty")]
    [InlineData("[[:letter:]]", "\"[[:letter:]]\" is no pattern: [:letter:] is none of [:alnum:], [:alpha:]")]
    [InlineData("a\\", "\"a\\\" is no pattern: ends with a backslash")]
    public void What_is_no_pattern_is_named(string pattern, string message)
    {
        Should.Throw<SettingsException>(() => PathRule.Exclude(pattern)).Message.ShouldStartWith(message);
        Should.Throw<SettingsException>(() => PathRules.Selecting([pattern])).Message.ShouldStartWith(message);
        if (pattern.Length > 0)
            Should.Throw<SettingsException>(() => PathRule.FromLines(["# a", "", pattern], "my.rules")).Message.ShouldStartWith($"my.rules:3: {message}");
    }

    [Fact]
    public void A_pattern_that_is_included_is_named_as_it_was_given() =>
        Should.Throw<SettingsException>(() => PathRule.Include("[a")).Message.ShouldStartWith("\"[a\" is no pattern");

    [Theory]
    [InlineData("docs", "docs/a docs/x/b src/docs/c", "src/a")]
    [InlineData("/docs", "docs/a docs/x/b", "src/docs/c")]
    [InlineData("docs/", "docs/a src/docs/c", "a/docs")]
    [InlineData("docs/a", "docs/a docs/a/b", "docs/b src/docs/a")]
    [InlineData("*.txt", "a.txt src/a.txt", "a src/txt")]
    [InlineData("src/**/*.c", "src/a.c src/x/y/b.c", "a.c src/a.h")]
    [InlineData("docs !*.tmp !docs/x", "docs/a", "docs/a.tmp docs/x/b")]
    [InlineData("docs !docs/x docs/x/y", "docs/a docs/x/y/z", "docs/x/b")]
    public void Only_what_is_selected_is_taken_and_all_below_it(string patterns, string taken, string left)
    {
        var rules = PathRules.Selecting(patterns.Split(' '));
        taken.Split(' ').Where(path => rules.Excludes(path, isDirectory: false)).ShouldBeEmpty();
        left.Split(' ').Where(path => !rules.Excludes(path, isDirectory: false)).ShouldBeEmpty();
    }

    [Fact]
    public void Asterisks_by_the_dozen_are_no_burden()
    {
        var rules = new PathRules([PathRule.Exclude(string.Concat(Enumerable.Repeat("a*", 50)) + "b"), PathRule.Exclude(string.Concat(Enumerable.Repeat("**/a/", 50)) + "b")]);
        rules.Excludes(new string('a', 250), isDirectory: false).ShouldBeFalse();
        rules.Excludes(string.Join('/', Enumerable.Repeat('a', 500)), isDirectory: false).ShouldBeFalse();
    }
}
