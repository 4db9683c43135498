using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>A daemon that is reached under a path, through a reverse proxy.</summary>
public sealed class PathProxySpec
{
    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("/")]
    public async Task Every_command_asks_below_the_path_that_at_names(string end)
    {
        using var directory = new TemporaryDirectory();
        await using var daemon = await RunningDaemon.StartAsync();
        await using var proxy = await PathProxy.StartAsync(daemon.Address);
        var commands = new DaemonCommands(daemon, directory);
        var at = proxy.Address.AbsoluteUri + end;
        var bytes = Some.Bytes(20_000, seed: 1);
        (await RunAsync("upload", daemon.Write("given", bytes), "--daemon")).ShouldBe("1\n");
        var key = await RunAsync("job", "wait", "1");
        await File.WriteAllTextAsync(directory["key"], key);
        (await RunAsync("upload", directory.Write("elsewhere", bytes), "--daemon", "--wait")).ShouldStartWith("file://");
        (await commands.RunWithAsync(0, "text", "upload", "-", "--daemon", "--wait", "--at", at)).ShouldStartWith("file://");
        (await RunAsync("job", "list")).ShouldContain("given");
        (await RunAsync("job", "show", "1")).ShouldContain("state     done");
        await RunAsync("download", "@" + directory["key"], Path.Combine(daemon.Root, "back"), "--daemon", "--wait");
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Root, "back"))).ShouldBe(bytes);
        (await RunAsync("share", "make", "--job", "1")).ShouldContain("/s/");
        (await RunAsync("share", "list")).ShouldContain("given");
        await RunAsync("share", "revoke", "1");
        await RunAsync("job", "forget", "1");
        proxy.Strays.ShouldBeEmpty();

        Task<string> RunAsync(params string[] args) => commands.RunAsync(0, [.. args, "--at", at]);
    }
}
