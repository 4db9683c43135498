using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using StorageX.Host.Cli.Terminals;
using StorageX.Specs.Images;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary><c>storagex health</c>: what it prints, and how it ends.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed partial class HealthCommandSpec : IDisposable
{
    private const int Hosts = 3;
    private readonly ProgramHome _home = new();

    public HealthCommandSpec() => _home.Configure($$"""
        storagex.backends {
          {{string.Join('\n', Enumerable.Range(0, Hosts).Select(host => $"nas{host} {{ type = directory, sync = off, path = \"{_home[$"nas{host}"].Replace('\\', '/')}\" }}"))}}
          both { type = pool, hosts = [nas0, nas1], copies = 2 }
          safe { type = pool, hosts = [nas0, nas1, nas2], parity = "4+2" }
        }

        """);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_whole_file_ends_with_0_and_says_what_it_survives()
    {
        var whole = await ProgramHome.RunAsync("health", await UploadAsync("safe"), "--quiet");
        whole.Code.ShouldBe(ExitCode.Done, whole.Error);
        whole.Error.ShouldBeEmpty();
        var lines = whole.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldMatch("^host +images +there +lost +altered +unknown$");
        lines[1..^1].Select(line => line.Split(' ')[0]).ShouldBe(Enumerable.Range(0, Hosts).Select(host => $"nas{host}"));
        lines[^1].ShouldBe("whole: survives the loss of any 2 images of a group, and of any host");
        (await ProgramHome.RunAsync("health", "1", "--quick", "--quiet")).Output.ShouldContain("all there: the hosts say that they have ");
    }

    [Fact]
    public async Task A_weakened_one_ends_with_6_and_one_that_cannot_be_restored_with_3()
    {
        var key = await UploadAsync("both");
        File.Delete(Images("nas0")[0]);
        var weakened = await ProgramHome.RunAsync("health", key, "--quiet");
        weakened.Code.ShouldBe(ExitCode.Weakened, weakened.Error);
        weakened.Output.ShouldContain("whole, but weakened: 1 of ");
        weakened.Output.ShouldContain("survives the loss of no more of those that are needed");
        weakened.Output.ShouldContain("storagex repair KEY");
        (await ProgramHome.RunAsync("health", key, "--quiet", "--quick")).Output.ShouldContain("\nweakened: the hosts say that 1 of ");
        var single = await UploadAsync("nas2");
        var images = Images("nas2").OrderByDescending(image => new FileInfo(image).Length).ToList();
        File.Delete(images[0]);
        var gone = await ProgramHome.RunAsync("health", single, "--quiet");
        gone.Code.ShouldBe(ExitCode.Lost, gone.Error);
        gone.Output.ShouldMatch("piece [0-9]+ is gone for good: [0-9]+ bytes from byte [0-9]+ on\n");
        gone.Output.ShouldContain("not restorable: 1 piece is gone for good, ");
    }

    [Fact]
    public async Task With_json_there_is_an_event_for_each_host_and_one_done()
    {
        var key = await UploadAsync("both");
        var bytes = await File.ReadAllBytesAsync(Images("nas1")[0]);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Images("nas1")[0], bytes);
        var (code, output, _) = await ProgramHome.RunAsync("health", key, "--json", "--quiet");
        code.ShouldBe(ExitCode.Weakened);
        var events = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        events.Select(line => line.GetProperty("event").GetString()).ShouldBe(["host", "host", "done"]);
        events[1].GetProperty("host").GetString().ShouldBe("nas1");
        events[1].GetProperty("altered").GetInt64().ShouldBe(1);
        events[2].GetProperty("state").GetString().ShouldBe("weakened");
        events[2].GetProperty("spareImages").GetInt64().ShouldBe(0);
        events[2].GetProperty("images").GetInt64().ShouldBe(events[0].GetProperty("images").GetInt64() + events[1].GetProperty("images").GetInt64());
    }

    [Fact]
    public async Task The_history_tells_how_each_upload_was_when_it_was_last_looked_at()
    {
        var (safe, both, single) = (await UploadAsync("safe"), await UploadAsync("both"), await UploadAsync("nas2"));
        Histories(await ProgramHome.RunAsync("history", "--health")).ShouldBe(["never looked at", "never looked at", "never looked at"]);
        File.Delete(Images("nas0")[0]);
        await ProgramHome.RunAsync("health", safe, "--quiet");
        await ProgramHome.RunAsync("health", both, "--quiet", "--quick");
        await ProgramHome.RunAsync("verify", single, "--quiet");
        Histories(await ProgramHome.RunAsync("history", "--health"))[0].ShouldBe("whole (survives 0 more images, 0 hosts)");
        foreach (var image in Images("nas2"))
            File.Delete(image);
        (await ProgramHome.RunAsync("verify", single, "--quiet")).Code.ShouldBe(ExitCode.Lost);

        var lines = Histories(await ProgramHome.RunAsync("history", "--health"));
        lines[0].ShouldBe("not restorable");
        lines[1..].Order().ShouldContain(line => line.StartsWith("weakened (survives ", StringComparison.Ordinal));
        (await ProgramHome.RunAsync("history")).Output.ShouldNotContain("restorable");
    }

    [Fact]
    public async Task The_history_tells_the_same_in_json_and_only_when_it_is_asked()
    {
        var key = await UploadAsync("both");
        (await ProgramHome.RunAsync("history", "--json")).Output.ShouldNotContain("state");
        var never = await HistoryAsync();
        (never.GetProperty("lookedAt").ValueKind, never.GetProperty("state").ValueKind, never.GetProperty("compared").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null));
        File.Delete(Images("nas0")[0]);
        await ProgramHome.RunAsync("health", key, "--quiet");
        var seen = await HistoryAsync();
        seen.GetProperty("state").GetString().ShouldBe("weakened");
        (seen.GetProperty("compared").GetBoolean(), seen.GetProperty("missing").GetInt64(), seen.GetProperty("spareImages").GetInt64(), seen.GetProperty("spareHosts").GetInt64()).ShouldBe((true, 1, 0, 0));
        seen.GetProperty("lookedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(seen.GetProperty("finished").GetDateTimeOffset());
        (await ProgramHome.RunAsync("verify", key, "--quiet")).Code.ShouldBe(ExitCode.Done);
        (await HistoryAsync()).GetProperty("state").GetString().ShouldBe("weakened", "a verify does not look at what it does not need");
    }

    private static async Task<JsonElement> HistoryAsync() => JsonDocument.Parse((await ProgramHome.RunAsync("history", "--health", "--json")).Output).RootElement;

    /// <summary>The states, without the times.</summary>
    private static List<string> Histories(ProgramHome.Ended ended) =>
        [.. ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Column().Match(line).Value.Trim())];

    [GeneratedRegex(@"(?<=KiB  (\d{4}-\d\d-\d\d \d\d:\d\d  )?)[a-z].*?(?=  file  )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Column();

    private async Task<string> UploadAsync(string to)
    {
        var upload = await ProgramHome.RunAsync("upload", _home.Write("file", Some.Bytes(100_000, seed: 15)), "--to", to, "--quiet");
        upload.Code.ShouldBe(ExitCode.Done, upload.Error);
        return upload.Output.Trim();
    }

    private List<string> Images(string host) => [.. Directory.EnumerateFiles(_home[host], "*.png", SearchOption.AllDirectories).Order()];
}
