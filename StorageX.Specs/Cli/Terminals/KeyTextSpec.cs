using Shouldly;
using StorageX.Host.Cli.Terminals;
using Xunit;

namespace StorageX.Specs.Cli.Terminals;

public sealed class KeyTextSpec : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_key_stands_for_itself() => (await ReadAsync("file:///a.png")).ShouldBe("file:///a.png");

    [Fact]
    public async Task A_key_is_read_from_a_file_without_its_line_break()
    {
        await File.WriteAllTextAsync(_file, "file:///a.png\r\n");
        (await ReadAsync("@" + _file)).ShouldBe("file:///a.png");
    }

    [Fact]
    public async Task A_key_is_read_from_standard_input() =>
        (await ReadAsync("@-", "file:///a.png\n")).ShouldBe("file:///a.png");

    [Theory]
    [InlineData("", "the key is empty")]
    [InlineData(" ", "the key is empty")]
    [InlineData("@-", "the key is empty on standard input")]
    [InlineData("@", "there is no key file after '@'")]
    [InlineData("@/nowhere/key", "there is no key file /nowhere/key")]
    [InlineData("@/", "/ is a directory; the key must be in a file")]
    public async Task No_key_is_said_to_be_none(string text, string said) =>
        (await Should.ThrowAsync<UsageException>(() => ReadAsync(text))).Message.ShouldBe(said);

    [Fact]
    public async Task A_large_file_is_not_taken_for_a_key()
    {
        await File.WriteAllBytesAsync(_file, new byte[70_000]);
        (await Should.ThrowAsync<UsageException>(() => ReadAsync("@" + _file))).Message.ShouldEndWith("that is not a key");
    }

    private static Task<string> ReadAsync(string text, string input = "") =>
        KeyText.ReadAsync(text, new FakeTerminal(input).Terminal, CancellationToken.None);
}
