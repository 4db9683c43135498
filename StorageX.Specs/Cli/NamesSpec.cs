using Shouldly;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary>Names that not every system can hold.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class NamesSpec : IDisposable
{
    private readonly ProgramHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("what?.txt", "what_.txt")]
    [InlineData("a:b.txt", "a_b.txt")]
    [InlineData("a\\b.txt", "a_b.txt")]
    [InlineData("trail. ", "trail__")]
    public async Task A_name_that_only_Windows_cannot_hold_is_restored_here_and_the_uploader_told(string name, string there)
    {
        var file = _home.Write(name, [1, 2, 3]);
        var upload = await ProgramHome.RunAsync("upload", file, "--quiet");
        upload.Error.ShouldBe($"storagex: Windows has no file of the name \"{name}\"; there the file is restored as \"{there}\"\n");
        File.Delete(file);
        (await ProgramHome.RunAsync("download", upload.Output.Trim(), Path.GetDirectoryName(file)!)).ShouldBe(new(0, file + "\n", ""));
        File.ReadAllBytes(file).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_name_that_no_file_may_have_is_told_when_it_is_stored_and_when_it_is_restored()
    {
        var file = _home.Write("a\n\u202eb.txt", [1, 2, 3]);
        var upload = await ProgramHome.RunAsync("upload", file, "--quiet");
        upload.Error.ShouldBe("storagex: the name \"a\\x0a\\u{202e}b.txt\" has something in it that no file may be called; the file is restored as \"a__b.txt\", and --name keeps it under another\n");
        var directory = Path.GetDirectoryName(file)!;
        (await ProgramHome.RunAsync("download", upload.Output.Trim(), directory)).ShouldBe(
            new(0, Path.Combine(directory, "a__b.txt") + "\n", "storagex: it was stored as \"a\\x0a\\u{202e}b.txt\", which no file here may be called; it is restored as \"a__b.txt\"\n"));
        (await ProgramHome.RunAsync("download", upload.Output.Trim(), Path.Combine(directory, "other"))).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Letters_that_are_joined_or_parted_stay_so()
    {
        var file = _home.Write("می\u200cخواهم 👩\u200d🚀.txt", [1, 2, 3]);
        var upload = await ProgramHome.RunAsync("upload", file, "--quiet");
        upload.Error.ShouldBeEmpty();
        File.Delete(file);
        (await ProgramHome.RunAsync("download", upload.Output.Trim(), Path.GetDirectoryName(file)!)).ShouldBe(new(0, file + "\n", ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    public async Task A_name_that_is_chosen_is_no_path(string name)
    {
        var ended = await ProgramHome.RunWithAsync("x", "upload", "-", "--name", name);
        ended.Code.ShouldBe(2);
        ended.Error.ShouldStartWith($"storagex: --name takes the name of a file, of 1 to 255 bytes of UTF-8 and without '/', not '{name}'");
    }
}
