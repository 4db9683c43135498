using Shouldly;
using StorageX.Host.Cli.Terminals;
using Xunit;

namespace StorageX.Specs.Cli.Terminals;

public sealed class BottomLineSpec
{
    private readonly StringWriter _screen = new() { NewLine = "\n" };
    private readonly BottomLine _line;

    public BottomLineSpec() => _line = new(_screen);

    [Fact]
    public void The_terminal_never_breaks_the_line_and_the_cursor_waits_at_its_beginning()
    {
        _line.Draw("bar");
        _screen.ToString().ShouldBe("\e[?25l\r\e[?7lbar\e[J\e[?7h\r");
    }

    [Fact]
    public void What_is_written_meanwhile_finds_an_empty_line()
    {
        _line.Draw("bar");
        Forget();
        _line.Above(() => _screen.WriteLine("note"));
        _screen.ToString().ShouldBe("\r\e[J\e[?25hnote\n");
    }

    [Fact]
    public void A_line_that_is_not_there_is_not_cleared()
    {
        _line.Above(() => _screen.WriteLine("note"));
        _line.Clear();
        _screen.ToString().ShouldBe("note\n");
    }

    [Fact]
    public void A_program_that_is_stopped_draws_no_line_until_it_goes_on()
    {
        _line.Forbid();
        _line.Draw("bar");
        _screen.ToString().ShouldBe("");
        _line.Allow();
        _line.Draw("bar");
        _screen.ToString().ShouldContain("bar");
    }

    [Fact]
    public void A_terminal_clears_its_line_before_it_writes_anywhere()
    {
        var terminal = new Terminal(Stream.Null, new MemoryStream(), _screen);
        terminal.Bottom.Draw("bar");
        Forget();
        terminal.WriteResult("key");
        _screen.ToString().ShouldBe("\r\e[J\e[?25h");
    }

    private void Forget() => _screen.GetStringBuilder().Clear();
}
