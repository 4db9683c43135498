using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>What a user sees of a host that answers 200 and keeps nothing.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class HostAnswersSpec
{
    [Fact]
    public async Task An_error_in_a_200_is_told_with_5_and_leads_to_no_dead_key_later()
    {
        await using var host = await ImageHost.StartAsync();
        using var home = new ProgramHome();
        var uploader = home.Write("h.sxcu", $$"""
            { "Version": "14.0.0", "RequestURL": "{{host.Address}}upload", "Body": "MultipartFormData", "FileFormName": "image", "URL": "{{host.Address}}i/{regex:/i/(\\\\w+)|1}.png" }
            """);
        (await ProgramHome.RunAsync("backend", "import", uploader, "--name", "h")).Code.ShouldBe(0);
        var file = home.Write("file", Some.Bytes(50_000, seed: 1));
        host.Answers["/upload"] = http => http.Response.WriteAsJsonAsync(new { status = "error", message = "no room left" });
        var refused = await ProgramHome.RunAsync("upload", file, "--to", "h", "--quiet");
        refused.Code.ShouldBe(5);
        refused.Output.ShouldBeEmpty();
        refused.Error.ShouldContain("no room left");
        refused.Error.ShouldMatch("^storagex: [^\n]+\n$");
        host.Answers.Clear();
        var key = await ProgramHome.RunAsync("upload", file, "--to", "h", "--quiet");
        key.Code.ShouldBe(0);
        (await ProgramHome.RunAsync("download", key.Output.Trim(), home["back"], "--quiet")).Code.ShouldBe(0);
        File.ReadAllBytes(home["back"]).ShouldBe(File.ReadAllBytes(file));
    }
}
