using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using Xunit;

namespace StorageX.Specs.Cli.Progress;

public sealed class BarLineSpec
{
    private const string Facts = "2 of 6 pieces, 3.0 MiB of 9.0 MiB";

    [Fact]
    public void A_wide_terminal_has_room_for_everything()
    {
        var line = BarLine.Fit("report.pdf", 0.5, Facts, 120);
        line.ShouldBe(new BarLine("report.pdf", 20, 20, Facts));
    }

    [Fact]
    public void A_narrow_terminal_keeps_the_facts_and_drops_the_bar()
    {
        var line = BarLine.Fit("a-rather-long-name.pdf", 0.5, Facts, 50);
        (line.Full + line.Empty).ShouldBe(0);
        line.Facts.ShouldBe(Facts);
        line.Label.ShouldEndWith("…");
    }

    [Fact]
    public void Without_a_size_there_is_no_bar() => BarLine.Fit("stdin", null, Facts, 120).ShouldBe(new BarLine("stdin", 0, 0, Facts));

    [Fact]
    public void A_name_cannot_draw() => BarLine.Fit("\e[2J", 0, "", 80).Label.ShouldBe(@"\x1b[2J");

    [Fact]
    public void No_line_is_wider_than_its_terminal() =>
        Prop.ForAll(Sizes.ToArbitrary(), Sizes.ToArbitrary(), Sizes.ToArbitrary(), (label, facts, width) =>
        {
            var line = BarLine.Fit(new string('n', label), label / 200.0, new string('f', facts), width);
            var bar = line.Full + line.Empty;
            var taken = line.Label.Length + (line.Label.Length > 0 ? 2 : 0) + bar + (bar > 0 ? 2 : 0) + line.Facts.Length;
            return taken <= Math.Max(2, width);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wide_letters_count_as_the_columns_that_they_take() =>
        Prop.ForAll(Sizes.ToArbitrary(), Sizes.ToArbitrary(), (label, width) =>
        {
            var line = BarLine.Fit(string.Concat(Enumerable.Repeat("漢e\u0301👍", label)), label / 200.0, "報告 " + Facts, width);
            var bar = line.Full + line.Empty;
            return Columns.Of(line.Label) + (line.Label.Length > 0 ? 2 : 0) + bar + (bar > 0 ? 2 : 0) + Columns.Of(line.Facts) <= Math.Max(2, width);
        }).QuickCheckThrowOnFailure();

    private static Gen<int> Sizes => Gen.Choose(0, 200);
}
