using Shouldly;
using StorageX.Host.Cli.Terminals;
using Xunit;

namespace StorageX.Specs.Cli.Terminals;

public sealed class TerminalTextSpec
{
    [Theory]
    [InlineData("report.pdf")]
    [InlineData("Übersicht 2026 – 完了.txt")]
    [InlineData("👨‍👩‍👧 holiday.mp4")]
    [InlineData("")]
    public void Text_that_shows_as_itself_stays(string text) => TerminalText.Escape(text).ShouldBe(text);

    [Theory]
    [InlineData("a\e[2Jb", @"a\x1b[2Jb")]
    [InlineData("a\r\nstoragex: done", @"a\x0d\x0astoragex: done")]
    [InlineData("tab\there", @"tab\x09here")]
    [InlineData("\u009b31m", @"\x9b31m")]
    [InlineData("\u007f", @"\x7f")]
    public void Control_characters_are_named(string text, string shown) => TerminalText.Escape(text).ShouldBe(shown);

    [Theory]
    [InlineData("photo\u202egpj.exe", @"photo\u{202e}gpj.exe")]
    [InlineData("a\u2066b\u2069", @"a\u{2066}b\u{2069}")]
    [InlineData("a\u200eb", @"a\u{200e}b")]
    [InlineData("a\u2028b", @"a\u{2028}b")]
    [InlineData("\ufeffa", @"\u{feff}a")]
    [InlineData("\U000e0041", @"\u{e0041}")]
    public void Marks_that_turn_or_hide_text_are_named(string text, string shown) => TerminalText.Escape(text).ShouldBe(shown);

    [Fact]
    public void Half_a_surrogate_pair_is_named() =>
        TerminalText.Escape(string.Concat("a", '\ud83d', "b")).ShouldBe(@"a\u{d83d}b");
}
