using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Host.Cli.Terminals;
using Xunit;

namespace StorageX.Specs.Cli.Terminals;

public sealed class ColumnsSpec
{
    private static readonly string[] Letters = ["a", "漢", "한", "e\u0301", "👍", "❤\ufe0f", "👩\u200d👩\u200d👧", "ｱ", "…", "\u0e01\u0e33", "𝒜", "🇩🇪"];

    [Theory]
    [InlineData("name.pdf", 8)]
    [InlineData("報告書.pdf", 10)]
    [InlineData("e\u0301te\u0301", 3)]
    [InlineData("👍", 2)]
    [InlineData("❤\ufe0f", 2)]
    [InlineData("", 0)]
    public void A_text_takes_the_columns_of_a_terminal(string text, int columns) => Columns.Of(text).ShouldBe(columns);

    [Theory]
    [InlineData("報告書.pdf", 10, "報告書.pdf")]
    [InlineData("報告書.pdf", 6, "報告…")]
    [InlineData("報告書.pdf", 5, "報告…")]
    [InlineData("報告書.pdf", 2, "…")]
    [InlineData("e\u0301te\u0301", 2, "e\u0301…")]
    [InlineData("👩\u200d👩\u200d👧 family", 5, "…")]
    [InlineData("name", 0, "")]
    public void A_text_that_is_shortened_parts_no_letter(string text, int room, string kept) => Columns.Shorten(text, room).ShouldBe(kept);

    [Fact]
    public void What_is_shortened_fits() =>
        Prop.ForAll(Gen.Elements(Letters).ArrayOf().ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (letters, room) =>
            Columns.Of(Columns.Shorten(string.Concat(letters), room)) <= room).QuickCheckThrowOnFailure();
}
