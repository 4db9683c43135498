using System.Diagnostics;
using System.Text;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>The built program, as a process.</summary>
public sealed class ProgramSpec : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("storagex-spec-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task A_file_goes_up_and_its_key_brings_it_back()
    {
        var bytes = Images.Some.Bytes(300_000, seed: 7);
        await File.WriteAllBytesAsync(In("given"), bytes);
        var upload = await RunAsync("upload", In("given"), "--width", "128", "--height", "128");
        upload.Error.ShouldBeEmpty();
        upload.Code.ShouldBe(0);
        upload.Output.ShouldMatch(@"^file://[^\n]+\n$");

        var download = await RunAsync("download", upload.Output.Trim(), In("back"));
        download.ShouldBe(new Ended(0, In("back") + "\n", ""));
        (await File.ReadAllBytesAsync(In("back"))).ShouldBe(bytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_does_not_exist_gets_one_line_and_code_1()
    {
        var ended = await RunAsync("upload", In("missing"));
        ended.ShouldBe(new Ended(1, "", $"storagex: {In("missing")}: no such file\n"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Standard_input_goes_up_and_comes_out_of_standard_output()
    {
        var key = await RunWithAsync("some text", "upload", "-", "--quiet");
        key.Code.ShouldBe(0);
        (await RunWithAsync(key.Output, "download", "@-", "-")).ShouldBe(new Ended(0, "some text", ""));
    }

    [Fact(Timeout = 60_000)]
    public async Task Help_is_what_it_prints_where_nothing_is_asked_for_and_where_the_word_asks_for_it()
    {
        var help = await RunAsync("--help");
        help.Output.ShouldContain("storagex [command] [options]");
        (await RunAsync()).ShouldBe(help);
        (await RunAsync("help")).ShouldBe(help);
        (await RunAsync("help", "upload")).Output.ShouldContain("storagex upload <file>");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_settings_lie_beside_the_program()
    {
        File.Exists(Path.Combine(AppContext.BaseDirectory, "akka.hocon")).ShouldBeTrue();
        (await RunAsync("--version")).Output.ShouldStartWith("storagex ");
    }

    private string In(string name) => Path.Combine(_home, name);

    private Task<Ended> RunAsync(params string[] args) => RunWithAsync("", args);

    private async Task<Ended> RunWithAsync(string input, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "storagex.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["XDG_DATA_HOME"] = In("data");
        start.Environment["XDG_CONFIG_HOME"] = In("config");
        start.Environment.Remove("STORAGEX_CONFIG");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    private sealed record Ended(int Code, string Output, string Error);
}
