using System.Text.Json;
using Shouldly;
using StorageX.Host.Cli.Terminals;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>The commands that talk to a daemon.</summary>
public sealed class JobCommandSpec : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private RunningDaemon _daemon = null!;
    private DaemonCommands _commands = null!;

    public async Task InitializeAsync()
    {
        _daemon = await RunningDaemon.StartAsync("storagex.uploads { rate = 20, permits = 1 }", _directory);
        _commands = new DaemonCommands(_daemon, _directory);
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _directory.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upload_and_a_download_can_be_left_to_the_daemon_and_waited_for()
    {
        var bytes = Some.Bytes(50_000, seed: 1);
        var path = _daemon.Write("given", bytes);
        var id = await _commands.RunAsync(0, "upload", path, "--daemon");
        id.ShouldBe("1\n");
        var key = await _commands.RunAsync(0, "job", "wait", "1");
        key.ShouldMatch(@"^file://[^\n]+#sx2\.[^\n]+\n$");
        await File.WriteAllTextAsync(_directory["key"], key);
        (await _commands.RunAsync(0, "download", "@" + _directory["key"], Path.Combine(_daemon.Root, "back"), "--daemon", "--wait")).ShouldBe(Path.Combine(_daemon.Root, "back") + "\n");
        (await File.ReadAllBytesAsync(Path.Combine(_daemon.Root, "back"))).ShouldBe(bytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_the_daemon_may_not_read_is_sent_to_it()
    {
        var path = _directory.Write("elsewhere", Some.Bytes(20_000, seed: 2));
        (await _commands.RunAsync(0, "upload", path, "--daemon", "--wait")).ShouldStartWith("file://");
        (await _daemon.GetAsync("/v1/jobs/1")).GetProperty("name").GetString().ShouldBe("elsewhere");
        (await _commands.RunWithAsync(0, "some text", "upload", "-", "--daemon", "--wait", "--name", "text")).ShouldStartWith("file://");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("what?.txt", "what?.txt")]
    [InlineData("a\\b: trail. ", "a\\b: trail. ")]
    [InlineData("a\n\u202eb.txt", "a__b.txt")]
    public async Task The_daemon_takes_the_names_that_the_program_takes(string name, string restored)
    {
        var elsewhere = _directory.Write(name, [1, 2, 3]);
        var sent = await _commands.HearAsync(0, "", "upload", elsewhere, "--daemon", "--wait");
        sent.Error.ShouldContain("the file is restored as \"");
        (await _commands.HearAsync(0, "", "upload", _daemon.Write(name, [1, 2, 3]), "--daemon", "--wait")).Error.ShouldBe(sent.Error);
        (await _daemon.GetAsync("/v1/jobs/2")).GetProperty("name").GetString().ShouldBe(name);
        File.Delete(Path.Combine(_daemon.Root, name));
        var back = await _commands.HearAsync(0, "", "download", sent.Output.Trim(), _daemon.Root, "--daemon", "--wait");
        back.Output.ShouldBe(Path.Combine(_daemon.Root, restored) + "\n");
        back.Error.Contains("it is restored as", StringComparison.Ordinal).ShouldBe(name != restored);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_look_a_deletion_and_a_prune_can_be_left_to_the_daemon_and_print_what_they_print_without_it()
    {
        await _commands.RunAsync(0, "upload", _daemon.Write("given", Some.Bytes(20_000, seed: 7)), "--daemon", "--wait");
        (await _commands.RunAsync(0, "health", "1", "--daemon", "--wait")).ShouldMatch(@"^host +images +there +lost +altered +unknown\ndirectory +3 +3 +0 +0 +0\nwhole: [^\n]+\n$");
        (await _commands.RunAsync(0, "health", "1", "--quick", "--daemon", "--priority", "3")).ShouldBe("3\n");
        (await _commands.RunAsync(0, "job", "wait", "3")).ShouldContain("all there: the hosts say");
        (await _commands.RunAsync(0, "job", "show", "2")).ShouldContain("health    whole: 3 of 3 images there");
        (await _commands.RunAsync(0, "job", "wait", "2", "--json", "--quiet")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString())
            .ShouldBe(["host", "done"]);
        await _commands.RunAsync(ExitCode.WrongUsage, "delete", "1", "--daemon");
        (await _commands.RunAsync(0, "delete", "1", "--daemon", "--wait", "--dry-run")).ShouldBe("would delete 3 images\n");
        (await _commands.RunAsync(0, "prune", "--yes", "--daemon", "--wait")).ShouldBe("deleted 0 images that no upload uses\n");
        (await _commands.RunAsync(0, "delete", "1", "--yes", "--daemon", "--wait")).ShouldBe("deleted 3 images; the upload has left history\n");
        (await _commands.RunAsync(0, "job", "list", "--json")).ShouldContain("\"kind\":\"delete\"");
    }

    [Fact(Timeout = 60_000)]
    public async Task Jobs_are_listed_shown_cancelled_retried_and_forgotten()
    {
        await _commands.RunAsync(0, "upload", _daemon.Write("large", Some.Bytes(900_000, seed: 3)), "--daemon", "--priority", "-5");
        (await _commands.RunAsync(0, "job", "list")).ShouldContain("upload");
        await _commands.RunAsync(0, "job", "cancel", "1");
        (await _commands.RunAsync(ExitCode.Failed, "job", "wait", "1")).ShouldBeEmpty();
        (await _commands.RunAsync(0, "job", "list", "--state", "cancelled")).ShouldContain("large");
        (await _commands.RunAsync(0, "job", "list", "--state", "done")).ShouldBeEmpty();
        await _commands.RunAsync(0, "job", "retry", "1");
        await _commands.RunAsync(0, "job", "cancel", "1");
        await _commands.RunAsync(ExitCode.Failed, "job", "wait", "1", "--quiet");
        (await _commands.RunAsync(0, "job", "show", "1")).ShouldContain("state     cancelled");
        await _commands.RunAsync(0, "job", "forget", "1");
        await _commands.RunAsync(ExitCode.WrongUsage, "job", "show", "1");
    }

    [Fact(Timeout = 60_000)]
    public async Task With_json_each_line_is_an_event()
    {
        await _commands.RunAsync(0, "upload", _daemon.Write("given", [1, 2, 3]), "--daemon", "--json");
        var lines = (await _commands.RunAsync(0, "job", "wait", "1", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines[^1].GetProperty("event").GetString().ShouldBe("done");
        lines[^1].GetProperty("key").GetString().ShouldStartWith("file://");
        var listed = JsonDocument.Parse(await _commands.RunAsync(0, "job", "list", "--json")).RootElement;
        (listed.GetProperty("event").GetString(), listed.GetProperty("state").GetString()).ShouldBe(("job", "done"));
        listed.TryGetProperty("key", out _).ShouldBeFalse();
        (await _commands.HearAsync(0, "", "job", "forget", "1", "--json")).ShouldBe(("""{"event":"done","job":1,"state":"forgotten"}""" + "\n", ""));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_failed_ends_the_wait_with_the_code_that_the_transfer_would_have_had()
    {
        var id = await _commands.RunAsync(0, "download", "file:///nowhere/ab/cd/abcd.png", Path.Combine(_daemon.Root, "x"), "--daemon");
        await _commands.RunAsync(ExitCode.Lost, "job", "wait", id.Trim());
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_no_daemon_is_that_is_said_in_one_line()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await _commands.RunAsync(ExitCode.Failed, "job", "list", "--at", $"http://127.0.0.1:{port}");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("upload", "x", "--wait")]
    [InlineData("upload", "x", "--daemon", "--limit-rate", "1MB")]
    [InlineData("download", "file:///x", "-", "--daemon")]
    [InlineData("job", "list", "--at", "nonsense")]
    [InlineData("job", "list", "--at", "http://10.1.2.3:7117")]
    [InlineData("health", "file:///x.png", "--wait")]
    [InlineData("prune", "--dry-run", "--at", "http://127.0.0.1:7117")]
    [InlineData("job", "wait", "99")]
    [InlineData("daemon", "--listen", "http://0.0.0.0:0")]
    [InlineData("daemon", "--listen", "ftp://127.0.0.1")]
    [InlineData("daemon", "--listen", "http://example.org:80", "--allow-remote")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] args) => await _commands.RunAsync(ExitCode.WrongUsage, args);
}
