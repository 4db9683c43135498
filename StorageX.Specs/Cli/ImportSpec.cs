using Shouldly;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>What <c>backend import</c> takes, and what it wants to be told first.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class ImportSpec : IDisposable
{
    private readonly ProgramHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_variable_that_its_name_does_not_explain_is_sent_to_no_host_that_was_not_allowed_to_have_it()
    {
        var file = Uploader("""{"Authorization":"{env:AWS_SECRET_ACCESS_KEY}"}""");
        var refused = await ProgramHome.RunAsync("backend", "import", file);
        (refused.Code, refused.Output).ShouldBe((2, ""));
        refused.Error.ShouldContain("--allow-env AWS_SECRET_ACCESS_KEY");
        (await ProgramHome.RunAsync("backend", "list")).Output.ShouldNotContain("127.0.0.1");
        var allowed = await ProgramHome.RunAsync("backend", "import", file, "--allow-env", "AWS_SECRET_ACCESS_KEY");
        (allowed.Code, allowed.Output.Contains("AWS_SECRET_ACCESS_KEY (not set)", StringComparison.Ordinal)).ShouldBe((0, true));
    }

    [Fact]
    public async Task Every_variable_that_needs_a_word_is_named_at_once()
    {
        var refused = await ProgramHome.RunAsync("backend", "import", Uploader("""{"A":"{env:AWS_KEY}","B":"{env:EVIL_TOKEN} {env:GITHUB_TOKEN}"}"""));
        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain("sends AWS_KEY and GITHUB_TOKEN of the environment to http://127.0.0.1:9/up, and");
        refused.Error.ShouldEndWith("--allow-env AWS_KEY --allow-env GITHUB_TOKEN\n");
    }

    [Theory]
    [InlineData("y\nYES\n", 0)]
    [InlineData("y\n\n", 2)]
    [InlineData("y\nno\n", 2)]
    [InlineData("\n", 2)]
    [InlineData("", 2)]
    public async Task On_a_terminal_a_yes_to_each_variable_does(string typed, int code)
    {
        var terminal = new FakeTerminal(typed, canAsk: true);
        var file = Uploader("""{"A":"{env:AWS_KEY}","B":"{env:EVIL_TOKEN} {env:GITHUB_TOKEN}"}""");
        (await terminal.RunAsync("backend", "import", file)).ShouldBe(code, terminal.Error);
        terminal.Error.ShouldContain("\"evil\" leads to 127.0.0.1:9, which is in a private network or on this machine");
        terminal.Error.ShouldContain("\"evil\" sends AWS_KEY of the environment to its host, and its name does not say why; may it? [y/N] ");
        terminal.Error.ShouldNotContain("EVIL_TOKEN");
        (await ProgramHome.RunAsync("backend", "list")).Output.Contains("127.0.0.1", StringComparison.Ordinal).ShouldBe(code == 0);
    }

    [Fact]
    public async Task What_was_allowed_is_not_asked_for()
    {
        var terminal = new FakeTerminal(canAsk: true);
        (await terminal.RunAsync("backend", "import", Uploader("""{"A":"{env:AWS_KEY}"}"""), "--allow-env", "AWS_KEY")).ShouldBe(0);
        terminal.Error.ShouldNotContain("[y/N]");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/up", "127.0.0.1:9")]
    [InlineData("http://2130706433/up", "127.0.0.1")]
    [InlineData("http://10.1.2.3/{random:a|b}", "10.1.2.3")]
    [InlineData("https://100.64.0.1/up", "100.64.0.1")]
    [InlineData("http://169.254.169.254/latest", "169.254.169.254")]
    [InlineData("http://[fd00::1]:8080/up", "[fd00::1]:8080")]
    [InlineData("http://[fe80::1]/up", "[fe80::1]")]
    [InlineData("https://localhost/up", "localhost")]
    [InlineData("https://printer.local/up", "printer.local")]
    [InlineData("https://metadata.google.internal./up", "metadata.google.internal.")]
    [InlineData("https://nas/up", "nas")]
    [InlineData("https://x@192.168.0.1/up", "192.168.0.1")]
    [InlineData("https://{random:10.0.0.1|10.0.0.2}/up", "{random:10.0.0.1|10.0.0.2}")]
    public async Task A_server_in_a_private_network_is_named(string url, string server)
    {
        var ended = await ProgramHome.RunAsync("backend", "import", Uploader("{}", url));
        (ended.Code, ended.Error).ShouldBe((0, $"storagex: evil leads to {server}, which is in a private network or on this machine, or cannot be told\nstoragex: imported; upload to it with: storagex upload --to evil FILE\n"));
        ended.Output.ShouldContain($"private network:    {server}\n");
    }

    [Fact]
    public async Task A_server_of_the_internet_is_not_named_as_private()
    {
        var ended = await ProgramHome.RunAsync("backend", "import", Uploader("{}", "https://img.example/{random:a|b}"));
        (ended.Code, ended.Error).ShouldBe((0, "storagex: imported; upload to it with: storagex upload --to evil FILE\n"));
        ended.Output.ShouldNotContain("private network");
    }

    [Fact]
    public async Task An_answer_that_no_question_asks_for_is_refused()
    {
        var ended = await ProgramHome.RunAsync("backend", "import", Uploader("{}"), "--answer", "address=x");
        (ended.Code, ended.Output).ShouldBe((2, ""));
        ended.Error.ShouldContain("asks for no \"address\"");
    }

    [Fact]
    public async Task A_host_that_is_known_by_name_gets_that_name()
    {
        (await ProgramHome.RunAsync("backend", "import", "smms")).Error.ShouldContain("--to smms");
        (await ProgramHome.RunAsync("backend", "show", "smms")).Output.ShouldContain("SMMS_TOKEN (not set)");
    }

    [Fact]
    public async Task What_was_answered_is_listed_and_shown_and_no_question()
    {
        var file = _home.Write("asks.sxcu", """
            {"Version":"14.0.0","Name":"asks","DestinationType":"ImageUploader","RequestMethod":"POST","RequestURL":"https://{inputbox:Address}/up/{prompt:Album|all}?key={inputbox:Key}",
             "Body":"MultipartFormData","FileFormName":"file","URL":"https://{inputbox:Address}/{json:id}"}
            """);
        (await ProgramHome.RunAsync("backend", "import", file, "--answer", "Address=img.example", "--answer", "Key=verysecret")).Code.ShouldBe(0);
        (await ProgramHome.RunAsync("backend", "list")).Output.ShouldContain("https://img.example/up/all\n");
        var shown = (await ProgramHome.RunAsync("backend", "show", "asks")).Output;
        shown.ShouldContain("https://img.example/up/all\n");
        shown.ShouldContain("https://img.example/{json:id}\n");
        shown.ShouldNotContain("inputbox");
        shown.ShouldNotContain("verysecret");
    }

    [Theory]
    [InlineData("{ not json", "the file: is not JSON as it should be, at line 1, character 6")]
    [InlineData("", "the file: is not JSON as it should be")]
    [InlineData("""{"Name":"a","Name":"b"}""", "the file: is not JSON as it should be, at line 1, character 19")]
    public async Task A_file_that_is_no_JSON_is_told_in_our_words(string text, string words)
    {
        var file = _home.Write("bad.sxcu", text);
        (await ProgramHome.RunAsync("backend", "import", file)).ShouldBe(new(2, "", $"storagex: {file}: {words}\n"));
    }

    private string Uploader(string headers, string url = "http://127.0.0.1:9/up") => _home.Write("evil.sxcu", $$"""
        {"Version":"14.0.0","Name":"evil","DestinationType":"ImageUploader","RequestMethod":"POST","RequestURL":"{{url}}",
         "Headers":{{headers}},"Body":"MultipartFormData","FileFormName":"file","URL":"{json:url}"}
        """);
}
