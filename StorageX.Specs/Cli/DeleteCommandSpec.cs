using Shouldly;
using StorageX.Specs.Images;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>The commands that delete and forget.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class DeleteCommandSpec : IDisposable
{
    private readonly ProgramHome _home = new();

    private int Stored => Directory.Exists(_home["data", "storagex", "images"]) ? Directory.GetFiles(_home["data", "storagex", "images"], "*.png", SearchOption.AllDirectories).Length : 0;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task An_upload_is_deleted_by_its_key_or_by_its_number()
    {
        var key = await UploadAsync("a", seed: 1);
        await UploadAsync("b", seed: 2);
        (await ProgramHome.RunAsync("delete", key, "--yes")).ShouldBe(new(0, "deleted 3 images; the upload has left history\n", ""));
        (await ProgramHome.RunAsync("delete", "2", "-y", "--json")).Output.Split('\n')[^2].ShouldBe("""{"event":"done","deleted":3,"shared":0,"undeleted":0,"uploads":1,"dryRun":false}""");
        Stored.ShouldBe(0);
        (await ProgramHome.RunAsync("history")).Error.ShouldContain("nothing has been uploaded");
        (await ProgramHome.RunAsync("download", key, "-")).Code.ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_terminal_yes_must_be_said_and_a_dry_run_needs_none()
    {
        var key = await UploadAsync("a", seed: 1);
        (await ProgramHome.RunAsync("delete", key)).ShouldBe(new(2, "", "storagex: there is nobody to ask whether this is meant; say it with --yes, or look first with --dry-run\n"));
        (await ProgramHome.RunAsync("prune")).Code.ShouldBe(2);
        (await ProgramHome.RunAsync("delete", key, "--dry-run")).ShouldBe(new(0, "would delete 3 images\n", ""));
        Stored.ShouldBe(3);
    }

    [Theory]
    [InlineData("y\n", 0, 0)]
    [InlineData("YES\n", 0, 0)]
    [InlineData("\n", 1, 3)]
    [InlineData("", 1, 3)]
    [InlineData("no\n", 1, 3)]
    public async Task On_a_terminal_it_is_asked(string answer, int code, int left)
    {
        await UploadAsync("a", seed: 1);
        var terminal = new FakeTerminal(answer, canAsk: true);
        (await terminal.RunAsync("delete", "1", "--quiet")).ShouldBe(code);
        terminal.Error.ShouldStartWith("storagex: Delete \"a\" (upload 1)? It cannot be had back. [y/N] ");
        Stored.ShouldBe(left);
    }

    [Fact]
    public async Task Images_that_another_upload_uses_are_told_of_and_stay()
    {
        var first = await UploadAsync("a", seed: 1);
        var second = await UploadAsync("b", seed: 1);
        (await ProgramHome.RunAsync("delete", first, "--yes")).Output.ShouldBe("deleted 1 image; 2 images stay, since other uploads use them; the upload has left history\n");
        (await ProgramHome.RunAsync("verify", second)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_listed_and_is_no_success()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;
        await UploadAsync("a", seed: 1);
        foreach (var folder in Directory.GetDirectories(_home["data", "storagex", "images"], "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var ended = await ProgramHome.RunAsync("delete", "1", "--yes", "--quiet");
        ended.Code.ShouldBe(5);
        ended.Output.ShouldBe("deleted 0 images; the upload stays in history: the same command tries again what is left, and 'storagex forget' gives it up; 3 images could not be deleted\n");
        ended.Error.Split('\n').Count(line => line.Contains("not deleted")).ShouldBe(3);
    }

    [Fact]
    public async Task What_is_forgotten_stays_where_it_is()
    {
        var key = await UploadAsync("a", seed: 1);
        (await ProgramHome.RunAsync("forget", "1")).ShouldBe(new(0, "", "storagex: 1 upload is forgotten; the images stay, and the key goes on to work\n"));
        (await ProgramHome.RunAsync("prune", "--yes")).ShouldBe(new(0, "deleted 0 images that no upload uses\n", ""));
        (await ProgramHome.RunAsync("verify", key)).Code.ShouldBe(0);
        (await ProgramHome.RunAsync("forget", "1")).ShouldBe(new(2, "", "storagex: 1: history has no upload of that number; 'storagex history' lists them\n"));
    }

    [Fact]
    public async Task A_key_of_others_and_a_number_of_none_are_refused()
    {
        (await ProgramHome.RunAsync("delete", "7", "--yes")).Error.ShouldBe("storagex: 7: history has no upload of that number; 'storagex history' lists them\n");
        var ended = await ProgramHome.RunAsync("delete", "file:///nowhere/a.png#sx2." + new string('A', 43), "--yes");
        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain("not in the history here");
        ended.Error.ShouldNotContain("AAAA");
    }

    private async Task<string> UploadAsync(string name, int seed) =>
        (await ProgramHome.RunAsync("upload", _home.Write(name, Some.Bytes(20_000, seed)), "--quiet")).Output.Trim();
}
