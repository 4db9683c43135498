using Shouldly;
using StorageX.Host.Cli.Parsing;
using Xunit;

namespace StorageX.Specs.Cli.Parsing;

public sealed class SpellingSpec
{
    [Theory]
    [InlineData("upload", "upload", 0)]
    [InlineData("uplaod", "upload", 1)]
    [InlineData("uploa", "upload", 1)]
    [InlineData("uploadd", "upload", 1)]
    [InlineData("iplaod", "upload", 2)]
    [InlineData("", "info", 4)]
    public void Slips_are_counted(string typed, string meant, int slips) => Spelling.Distance(typed, meant).ShouldBe(slips);

    [Fact]
    public void The_nearest_word_within_two_slips_is_guessed()
    {
        Spelling.Nearest("donwload", ["upload", "download"]).ShouldBe("download");
        Spelling.Nearest("remove", ["upload", "download"]).ShouldBeNull();
    }
}
