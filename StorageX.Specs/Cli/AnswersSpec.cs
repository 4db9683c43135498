using Shouldly;
using StorageX.Host.Cli;
using StorageX.Host.Cli.Terminals;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Cli;

public sealed class AnswersSpec
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        var terminal = new FakeTerminal();
        (await terminal.RunAsync("--version")).ShouldBe(0);
        terminal.Output.ShouldMatch(@"^storagex \d+\.\d+\.\d+[^\n]*\n$");
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _storagex storagex")]
    [InlineData("zsh", "compdef _storagex storagex")]
    [InlineData("fish", "complete -c storagex")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName storagex")]
    public async Task Every_shell_gets_its_completion_script(string shell, string part)
    {
        var terminal = new FakeTerminal();
        (await terminal.RunAsync("completion", shell)).ShouldBe(0);
        terminal.Output.ShouldContain(part);
    }

    [Fact]
    public void Info_gives_one_line_for_each_fact_whatever_the_name_holds()
    {
        var manifest = new Manifest(1.0, "a\nsize    0 bytes\u202e", 600, 400, [new(0, "k", 0, 700, ""), new(1, "k", 700, 800, "")]);
        InfoCommand.Describe(manifest).ReplaceLineEndings("\n").ShouldBe("""
            name    a\x0asize    0 bytes\u{202e}
            size    1500 bytes (1.5 KiB)
            pieces  2, up to 600 x 400 pixels
            format  1
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_result_reaches_a_program_as_it_is_and_a_person_escaped()
    {
        var program = new FakeTerminal();
        program.Terminal.WriteResult("a\tb");
        program.Output.ShouldBe("a\tb\n");

        var person = new FakeTerminal(showsOutput: true);
        person.Terminal.WriteResult("a\tb");
        person.Output.ShouldBe(@"a\x09b" + "\n");
    }

    [Fact]
    public void A_bug_shows_its_trace_only_to_who_asks()
    {
        var bug = new InvalidOperationException("never here");
        var terminal = new FakeTerminal();
        new FailureReport(terminal.Terminal, json: false).Write(Failure.From(bug), bug).ShouldBe(1);
        terminal.Error.ShouldBe("storagex: unexpected error: InvalidOperationException: never here; set STORAGEX_DEBUG=1 to see where, and report it\n");

        var curious = new FakeTerminal(showsDetails: true);
        new FailureReport(curious.Terminal, json: false).Write(Failure.From(bug), bug);
        curious.Error.ShouldContain("System.InvalidOperationException: never here");
    }
}
