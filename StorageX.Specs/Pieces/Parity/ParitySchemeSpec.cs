using Shouldly;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

public sealed class ParitySchemeSpec
{
    [Theory]
    [InlineData("10+4", 10, 4)]
    [InlineData("1+1", 1, 1)]
    [InlineData("254+1", 254, 1)]
    [InlineData("1+254", 1, 254)]
    [InlineData(" 20 + 4 ", 20, 4)]
    public void A_scheme_is_read_and_written(string text, int data, int parity)
    {
        var scheme = ParityScheme.Parse(text);
        scheme.ShouldBe(new ParityScheme(data, parity));
        scheme.Pieces.ShouldBe(data + parity);
        ParityScheme.Parse(scheme.ToString()).ShouldBe(scheme);
        scheme.ToString().ShouldBe($"{data}+{parity}");
    }

    [Theory]
    [InlineData("", "such as 10+4")]
    [InlineData(null, "such as 10+4")]
    [InlineData("10", "such as 10+4")]
    [InlineData("10+", "such as 10+4")]
    [InlineData("10+4+1", "such as 10+4")]
    [InlineData("10-4", "such as 10+4")]
    [InlineData("-10+4", "such as 10+4")]
    [InlineData("ten+4", "such as 10+4")]
    [InlineData("99999999999+1", "such as 10+4")]
    [InlineData("0+4", "1 or more")]
    [InlineData("10+0", "1 or more")]
    [InlineData("255+1", "255 together at most")]
    [InlineData("2147483647+2147483647", "255 together at most")]
    public void What_is_none_is_refused_with_what_is_expected(string? text, string about)
    {
        ParityScheme.TryParse(text, out var scheme, out var problem).ShouldBeFalse();
        scheme.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldStartWith($"\"{text}\": ");
        problem.ShouldContain(about);
        problem.ShouldNotContain("\n");
        if (text is not null)
            Should.Throw<SettingsException>(() => ParityScheme.Parse(text)).Message.ShouldBe(problem);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(255, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void No_scheme_has_too_few_or_too_many_pieces(int data, int parity) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ParityScheme(data, parity));
}
