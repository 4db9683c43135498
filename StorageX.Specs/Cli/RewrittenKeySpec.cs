using Shouldly;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Manifests;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>A key that something has rewritten: its secret goes to no host, and into no message.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class RewrittenKeySpec
{
    [Fact]
    public async Task No_request_is_made_for_one_and_every_command_ends_with_2()
    {
        await using var host = await ImageHost.StartAsync();
        using var home = new ProgramHome($"storagex.fetch.hosts = [\"{host.Address.Host}\"]");
        var requests = 0;
        host.Faults = _ =>
        {
            Interlocked.Increment(ref requests);
            return Fault.NotFound;
        };
        foreach (var key in RewrittenKeys.All.Select(key => key.Replace("https://host.example/", host.Address.AbsoluteUri, StringComparison.Ordinal)))
        {
            foreach (var args in new string[][] { ["download", "@-", home["back"]], ["info", "@-", "--json"], ["verify", "@-", "--quick", "--json"] })
            {
                var ended = await ProgramHome.RunWithAsync(key, args);
                ended.Code.ShouldBe(2, key);
                ended.Error.ShouldMatch("^storagex: this is not a key: [^\n]+\n$");
                (ended.Error + ended.Output).ShouldNotContain("AAECAwQF");
            }
        }

        requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("KEY")]
    [InlineData("download", "KEY", "a", "KEY")]
    [InlineData("upload", "KEY")]
    [InlineData("upload", "a", "--to", "KEY")]
    [InlineData("upload", "a", "--width", "KEY")]
    [InlineData("upload", "--KEY")]
    [InlineData("download", "@KEY")]
    [InlineData("history", "a", "KEY")]
    [InlineData("backend", "show", "KEY")]
    [InlineData("backend", "import", "KEY")]
    [InlineData("backend", "import", "imgbb", "--answer", "KEY")]
    [InlineData("job", "list", "--at", "KEY")]
    [InlineData("daemon", "--listen", "KEY")]
    [InlineData("info", "x", "--config", "KEY")]
    public async Task A_key_in_the_wrong_place_is_told_without_its_secret(params string[] args)
    {
        using var home = new ProgramHome();
        foreach (var key in new[] { "https://host.example/i/a.png#sx2." + RewrittenKeys.Secret, "https://host.example/i/a.png%23sx2." + RewrittenKeys.Secret })
        {
            foreach (var more in new string[][] { [], ["--json"] })
            {
                var ended = await ProgramHome.RunAsync([.. args.Select(arg => arg.Replace("KEY", key, StringComparison.Ordinal)), .. more]);
                ended.Code.ShouldNotBe(0);
                (ended.Error + ended.Output).ShouldNotContain("AAECAwQF");
                ended.Error.ShouldStartWith("storagex: ");
            }
        }
    }

    [Fact]
    public async Task A_secret_that_lost_all_before_it_is_not_shown_either()
    {
        using var home = new ProgramHome();
        var ended = await ProgramHome.RunAsync("info", RewrittenKeys.Secret);
        ended.ShouldBe(new ProgramHome.Ended(2, "", "storagex: this text: is not a key; a key is what upload printed, for example file:///.../ab/cd/abcd....png\n"));
    }

    [Fact]
    public void The_trace_of_a_bug_does_not_show_one()
    {
        var terminal = new FakeTerminal(showsDetails: true);
        var bug = new InvalidOperationException("at https://host.example/i%23sx2." + RewrittenKeys.Secret);
        new Host.Cli.Terminals.FailureReport(terminal.Terminal, json: true).Write(Host.Cli.Terminals.Failure.From(bug), bug);
        (terminal.Error + terminal.Output).ShouldNotContain("AAECAwQF");
        terminal.Error.ShouldContain("System.InvalidOperationException: at https://host.example/i%23sx2....");
    }
}
