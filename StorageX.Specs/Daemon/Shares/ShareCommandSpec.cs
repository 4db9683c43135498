using System.Text.Json;
using Shouldly;
using StorageX.Host.Cli.Terminals;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>The command that makes, lists and revokes shares.</summary>
public sealed class ShareCommandSpec : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private SharingDaemon _sharing = null!;
    private DaemonCommands _commands = null!;

    public async Task InitializeAsync()
    {
        _sharing = await SharingDaemon.StartAsync();
        _commands = new DaemonCommands(_sharing.Daemon, _directory);
    }

    public async Task DisposeAsync()
    {
        await _sharing.DisposeAsync();
        _directory.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_share_is_made_of_a_key_or_a_job_listed_without_its_url_and_revoked()
    {
        var bytes = Some.Bytes(10_000, seed: 1);
        var job = await _sharing.StoreAsync(bytes, "a file");
        await File.WriteAllTextAsync(_directory["key"], await _sharing.KeyOfAsync(job));
        var ofKey = await _commands.RunAsync(0, "share", "make", "@" + _directory["key"], "--max-downloads", "3", "--expires", "7d");
        var ofJob = await _commands.RunAsync(0, "share", "make", "--job", $"{job}", "--name", "other.bin");
        ofKey.ShouldMatch(@"^http://127[^\n]+/s/[^\n]+\n$");
        (await _sharing.ReadAsync(new Uri(ofKey.Trim()))).ShouldBe(bytes);
        (await _sharing.ReadAsync(new Uri(ofJob.Trim()))).ShouldBe(bytes);

        var list = await _commands.RunAsync(0, "share", "list");
        list.ShouldMatch(@"^ +2  open .* 1 .*other\.bin\n +1  open +\d{4}-\d\d-\d\d \d\d:\d\d +1 of 3 .*a file\n$");
        list.ShouldNotContain("/s/");

        await _commands.RunAsync(0, "share", "revoke", "1");
        (await _commands.RunAsync(0, "share", "list")).ShouldContain("revoked");
        (await _sharing.GetAsync(new Uri(ofKey.Trim()))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Gone);
        await _commands.RunAsync(ExitCode.WrongUsage, "share", "revoke", "99");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_that_only_this_machine_can_open_says_so_and_what_to_set()
    {
        var job = await _sharing.StoreAsync([1, 2, 3]);
        var (url, said) = await _commands.HearAsync(0, "", "share", "make", "--job", $"{job}");
        url.ShouldMatch(@"^http://127[^\n]+\n$");
        said.ShouldMatch(@"^storagex: http://127\.0\.0\.1:\d+ is this machine itself[^\n]* storagex\.daemon\.shares\.public-url [^\n]+\n$");
        said.ShouldNotContain("/s/");
        var (made, quiet) = await _commands.HearAsync(0, "", "share", "make", "--job", $"{job}", "--json");
        JsonDocument.Parse(made).RootElement.GetProperty("note").GetString()!.ShouldContain("public-url");
        quiet.ShouldBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task With_json_each_line_is_an_event()
    {
        var job = await _sharing.StoreAsync(Some.Bytes(1000, seed: 2));
        var made = JsonDocument.Parse(await _commands.RunAsync(0, "share", "make", "--job", $"{job}", "--expires", "1h", "--json")).RootElement;
        (made.GetProperty("event").GetString(), made.GetProperty("id").GetInt64()).ShouldBe(("done", 1));
        made.GetProperty("url").GetString().ShouldStartWith("http://");
        var listed = JsonDocument.Parse(await _commands.RunAsync(0, "share", "list", "--json")).RootElement;
        (listed.GetProperty("event").GetString(), listed.GetProperty("state").GetString()).ShouldBe(("share", "open"));
        (listed.GetProperty("expires").GetDateTimeOffset() - listed.GetProperty("created").GetDateTimeOffset()).TotalMinutes.ShouldBeInRange(58, 60);
        listed.TryGetProperty("url", out _).ShouldBeFalse();
        (listed.GetProperty("bytesGiven").GetInt64(), listed.GetProperty("bytes_given").GetInt64()).ShouldBe((0, 0));
        (await _commands.HearAsync(0, "", "share", "revoke", "1", "--json")).ShouldBe(("""{"event":"done","share":1,"state":"revoked"}""" + "\n", ""));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("share", "make")]
    [InlineData("share", "make", "file:///x", "--job", "1")]
    [InlineData("share", "make", "file:///x", "--expires", "soon")]
    [InlineData("share", "make", "file:///x", "--expires", "0d")]
    [InlineData("share", "make", "file:///x", "--max-downloads", "0")]
    [InlineData("share", "make", "no key")]
    [InlineData("share", "make", "--job", "99")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] args) => await _commands.RunAsync(ExitCode.WrongUsage, args);
}
