using Shouldly;
using Xunit;

namespace StorageX.Specs.Cli;

public sealed class ByteSizeSpec
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1500", 1500L)]
    [InlineData("12B", 12L)]
    [InlineData("500MB", 500_000_000L)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("1.5k", 1536L)]
    [InlineData("3 TB", 3_000_000_000_000L)]
    [InlineData("", null)]
    [InlineData("MB", null)]
    [InlineData("-1", null)]
    [InlineData("5QB", null)]
    [InlineData("5iB", null)]
    [InlineData("9999999PB", null)]
    public void A_size_is_read_as_people_write_it(string text, long? bytes) => ByteSize.Parse(text).ShouldBe(bytes);
}
