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

    [Theory]
    [InlineData("job show abc", "'abc' is not the number of a job; 'storagex job list' shows them; see 'storagex job show --help'")]
    [InlineData("share revoke -1", "'-1' is not an option; see 'storagex share revoke --help'")]
    [InlineData("share revoke x", "'x' is not the number of a share; 'storagex share list' shows them; see 'storagex share revoke --help'")]
    [InlineData("share make --job 99999999999999999999", "'99999999999999999999' is not the number of a job; 'storagex job list' shows them; see 'storagex share make --help'")]
    public async Task A_number_that_is_none_is_told_without_the_types_of_the_runtime(string arguments, string words) =>
        (await ProgramHome.RunAsync(arguments.Split(' '))).ShouldBe(new(2, "", $"storagex: {words}\n"));

    [Theory]
    [InlineData("200 OK", "<html>")]
    [InlineData("200 OK", "{\"jobs\":7}")]
    [InlineData("500 Oops", "{ not json")]
    public async Task An_answer_that_is_no_daemons_is_told_without_the_words_of_the_runtime(string status, string body)
    {
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var address = $"http://{server.LocalEndpoint}/";
        _home.Set("STORAGEX_TOKEN", "x");
        var ended = ProgramHome.RunAsync("job", "list", "--at", address);
        using (var client = await server.AcceptTcpClientAsync())
        {
            await using var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
            (await ended).Error.ShouldStartWith($"storagex: {address}: answers {status[..3]}, but not as a daemon does");
        }

        (await ended).Code.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_not_there_is_told_without_the_words_of_the_runtime()
    {
        var ended = await ProgramHome.RunAsync("job", "list");
        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain("no token can be read there (no such directory)");
    }
}
