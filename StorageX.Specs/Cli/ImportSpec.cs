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

    private string Uploader(string headers) => _home.Write("evil.sxcu", $$"""
        {"Version":"14.0.0","Name":"evil","DestinationType":"ImageUploader","RequestMethod":"POST","RequestURL":"http://127.0.0.1:9/up",
         "Headers":{{headers}},"Body":"MultipartFormData","FileFormName":"file","URL":"{json:url}"}
        """);
}
