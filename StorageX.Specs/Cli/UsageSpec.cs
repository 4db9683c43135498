using Shouldly;
using Xunit;

namespace StorageX.Specs.Cli;

public sealed class UsageSpec
{
    [Theory]
    [InlineData("uplaod x", "'uplaod' is not a command (did you mean 'upload'?); see 'storagex --help'")]
    [InlineData("frobnicate", "'frobnicate' is not a command; see 'storagex --help'")]
    [InlineData("--nope", "'--nope' is not an option; see 'storagex --help'")]
    [InlineData("upload", "upload needs a file; see 'storagex upload --help'")]
    [InlineData("backend test", "test needs a name; see 'storagex backend test --help'")]
    [InlineData("share", "storagex share needs a command: make, list, revoke; see 'storagex share --help'")]
    [InlineData("job wiat 1", "'wiat' is not a command (did you mean 'wait'?); see 'storagex job --help'")]
    [InlineData("upload a b", "'b' is one argument too many; see 'storagex upload --help'")]
    [InlineData("upload a --widht 3", "'--widht' is not an option (did you mean '--width'?); see 'storagex upload --help'")]
    [InlineData("upload --widht", "'--widht' is not an option (did you mean '--width'?); see 'storagex upload --help'")]
    [InlineData("upload a --width x", "--width takes a whole number from 16 to 16384, not 'x'; see 'storagex upload --help'")]
    [InlineData("upload a --width 15", "--width takes a whole number from 16 to 16384, not '15'; see 'storagex upload --help'")]
    [InlineData("upload a --height 16385", "--height takes a whole number from 16 to 16384, not '16385'; see 'storagex upload --help'")]
    [InlineData("upload a --height -16", "--height takes a whole number from 16 to 16384, not '-16'; see 'storagex upload --help'")]
    [InlineData("download", "download needs a key; see 'storagex download --help'")]
    [InlineData("download key - --json", "--json and '-' both need standard output; leave one out; see 'storagex download --help'")]
    [InlineData("info", "info needs a key; see 'storagex info --help'")]
    [InlineData("completion", "completion needs a shell; see 'storagex completion --help'")]
    public async Task A_wrong_command_line_gets_one_line_and_code_2(string line, string said)
    {
        var terminal = new FakeTerminal();
        var code = await terminal.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        terminal.Error.ReplaceLineEndings("\n").ShouldBe($"storagex: {said}\n");
        code.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_typed_cannot_reach_the_terminal_as_an_escape_sequence()
    {
        var terminal = new FakeTerminal();
        await terminal.RunAsync("up\e[2Jload");
        terminal.Error.ShouldContain(@"'up\x1b[2Jload'");
    }

    [Fact]
    public async Task A_key_file_is_no_response_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "--help\n");
        var terminal = new FakeTerminal();
        (await terminal.RunAsync("info", "@" + file)).ShouldBe(2);
        terminal.Output.ShouldBeEmpty();
        File.Delete(file);
    }

    [Fact]
    public async Task With_json_wrong_usage_is_an_event_too()
    {
        var terminal = new FakeTerminal();
        await terminal.RunAsync("upload", "--json");
        terminal.Output.ShouldBe("""{"event":"error","kind":"usage","message":"upload needs a file; see \u0027storagex upload --help\u0027","exitCode":2,"exit_code":2}""" + "\n");
        terminal.Error.ShouldStartWith("storagex: upload needs a file");
    }
}
