using System.Diagnostics;
using System.Text;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>Names of files that no text of the runtime can hold, given to the built program by a shell that can.</summary>
public sealed class ForeignNamesSpec : IDisposable
{
    private const string Foreign = @"$'caf\xe9.txt'";
    private readonly TemporaryDirectory _home = new();

    public void Dispose()
    {
        // The runtime cannot delete what it cannot name.
        Process.Start("find", [_home.Path, "-mindepth", "1", "-delete"]).WaitForExit();
        _home.Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_whose_name_is_no_UTF_8_is_stored_and_restored()
    {
        var ended = await RunAsync($"printf data >{Foreign}; $SX upload {Foreign} --quiet >key && $SX download @key - && $SX info @key && $SX download @key");
        ended.Code.ShouldBe(0, ended.Error);
        ended.Output.ShouldStartWith("dataname    caf%E9.txt\n");
        ended.Output.ShouldEndWith("/caf%E9.txt\n");
        ended.Error.ShouldBe("storagex: caf\\xe9.txt: its name is not UTF-8; the file is kept as \"caf%E9.txt\", and --name keeps it under another\n");
        File.ReadAllText(_home["caf%E9.txt"]).ShouldBe("data");
    }

    [Fact(Timeout = 120_000)]
    public async Task Directories_key_files_and_configuration_files_may_have_such_names_too()
    {
        var ended = await RunAsync(
            """
            d=$'d\xfc'; mkdir $d; printf data >$d/given; printf 'storagex.format = 1' >$d/$'c\xff.conf'
            $SX upload $d/given --quiet --config=$d/$'c\xff.conf' >$d/$'k\xe9' && $SX info @$d/$'k\xe9' | grep format && $SX download @$d/$'k\xe9' $d/back && $SX download @$d/$'k\xe9' $d/back
            cat $d/back; mkdir $d/$'e\xe9'; $SX download @$d/$'k\xe9' $d/$'e\xe9' >out && cmp $d/$'e\xe9'/given $d/given && echo same
            """);
        ended.Error.ShouldBe("storagex: d\\xfc/back: exists already; name another file, or replace it with --force\n");
        Encoding.UTF8.GetString(ended.Bytes).ShouldContain("format  1\n");
        ended.Bytes.AsSpan().IndexOf((byte[])[(byte)'d', 0xfc, .. "/back\n"u8]).ShouldBeGreaterThan(0);
        ended.Output.ShouldEndWith("datasame\n");
    }

    [Theory(Timeout = 120_000)]
    [InlineData(@"upload $'gone\xe9'", "gone\\xe9: its name is not UTF-8, and nothing of that name is there; what is to be made needs a name in UTF-8")]
    [InlineData(@"download file:///x $'new\xe9'", "new\\xe9: its name is not UTF-8, and nothing of that name is there; what is to be made needs a name in UTF-8")]
    [InlineData(@"download file:///x $'caf\xe9.txt'", "caf\\xe9.txt: its name is not UTF-8, and a file is only written under one that is; give another, and rename it afterwards")]
    [InlineData(@"upload - --name $'caf\xe9.txt'", "caf\\xe9.txt: is not UTF-8; such names can be those of files to upload, directories to download to, key files behind '@' and configuration files, and nothing else")]
    public async Task What_cannot_be_done_with_such_a_name_is_said(string arguments, string message)
    {
        var ended = await RunAsync($"printf data >{Foreign}; $SX {arguments}");
        ended.Error.ShouldBe($"storagex: {message}\n");
        ended.Code.ShouldBe(2);
    }

    [Fact(Timeout = 120_000)]
    public async Task In_a_directory_of_such_a_name_files_are_named_whole()
    {
        var ended = await RunAsync("""mkdir $'d\xe9'; cd $'d\xe9'; printf data >x; $SX upload x; $SX upload "$PWD/x" --quiet | wc -l""");
        ended.Error.ShouldBe("storagex: the name of the current directory is not UTF-8, so that nothing can be named as seen from it; give the file's full path, or go to another directory\n");
        ended.Output.Trim().ShouldBe("1");
    }

    private async Task<Ended> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"SX='dotnet {Path.Combine(AppContext.BaseDirectory, "storagex.dll")}'; {script}"])
        {
            WorkingDirectory = _home.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_DATA_HOME"] = _home["data"];
        start.Environment["XDG_CONFIG_HOME"] = _home["config"];
        start.Environment.Remove("STORAGEX_CONFIG");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return new(process.ExitCode, output.ToArray(), await error);
    }

    private sealed record Ended(int Code, byte[] Bytes, string Error)
    {
        public string Output => Encoding.UTF8.GetString(Bytes);
    }
}
