using Shouldly;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>What the program says where its runtime, or nobody, would have spoken.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class WordsSpec : IDisposable
{
    private readonly ProgramHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task An_empty_history_says_so()
    {
        (await ProgramHome.RunAsync("history")).ShouldBe(new(0, "", "storagex: nothing has been uploaded from here yet\n"));
        (await ProgramHome.RunAsync("history", "x")).ShouldBe(new(0, "", "storagex: no upload from here has \"x\" in its name\n"));
    }

    [Fact]
    public async Task The_number_that_history_shows_stands_for_the_key()
    {
        var file = _home.Write("given", new byte[5000]);
        var key = (await ProgramHome.RunAsync("upload", file, "--quiet")).Output.Trim();
        var number = (await ProgramHome.RunAsync("history")).Output.Trim().Split(' ')[0];
        (await ProgramHome.RunAsync("info", number)).ShouldBe(await ProgramHome.RunAsync("info", key));
        (await ProgramHome.RunAsync("verify", number)).Output.ShouldStartWith("whole: ");
        (await ProgramHome.RunAsync("download", "77", "-")).ShouldBe(new(2, "", "storagex: 77: history has no upload of that number; 'storagex history' lists them\n"));
    }

    [Fact]
    public async Task A_token_that_is_not_there_is_told_without_the_words_of_the_runtime()
    {
        var ended = await ProgramHome.RunAsync("job", "list");
        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain("no token can be read there (no such directory)");
    }
}
