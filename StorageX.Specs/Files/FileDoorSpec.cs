using System.Diagnostics;
using Shouldly;
using StorageX.Files;
using Xunit;

namespace StorageX.Specs.Files;

public sealed class FileDoorSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [LinuxFact]
    public void What_the_program_keeps_is_opened_through_no_link()
    {
        var link = Link("victim");
        Should.Throw<ForeignFileException>(() => FileDoor.Kept(link)).Message.ShouldStartWith(link);
        Should.Throw<ForeignFileException>(() => FileDoor.Continued(link));
        Should.Throw<ForeignFileException>(() => FileDoor.Abandoned(link));
        Should.Throw<IOException>(() => FileDoor.New(link));
    }

    [LinuxFact]
    public void A_link_that_leads_nowhere_makes_nothing_there()
    {
        var link = _directory["link"];
        File.CreateSymbolicLink(link, _directory["nowhere"]);
        Should.Throw<ForeignFileException>(() => FileDoor.Continued(link));
        File.Exists(_directory["nowhere"]).ShouldBeFalse();
    }

    [LinuxFact]
    public void A_file_with_two_names_is_not_continued()
    {
        var file = _directory.Write("file", [1]);
        Run("ln", file, _directory["other"]);
        Should.Throw<ForeignFileException>(() => FileDoor.Continued(_directory["other"]));
        FileDoor.Kept(_directory["other"]).Dispose();
    }

    [LinuxFact]
    public void A_pipe_and_a_directory_are_no_kept_files_and_wait_for_nobody()
    {
        Run("mkfifo", _directory["pipe"]);
        Should.Throw<ForeignFileException>(() => FileDoor.Kept(_directory["pipe"]));
        Should.Throw<ForeignFileException>(() => FileDoor.Continued(_directory["pipe"]));
        Directory.CreateDirectory(_directory["folder"]);
        Should.Throw<ForeignFileException>(() => FileDoor.Kept(_directory["folder"]));
    }

    [LinuxFact]
    public void A_file_that_is_continued_is_had_by_one_alone()
    {
        using (FileDoor.Continued(_directory["file"]))
            Should.Throw<IOException>(() => FileDoor.Continued(_directory["file"])).ShouldNotBeOfType<ForeignFileException>();
        FileDoor.Continued(_directory["file"]).Dispose();
    }

    [LinuxFact]
    public void A_file_that_is_being_made_is_not_abandoned()
    {
        using (FileDoor.New(_directory["file"], FileShare.Delete))
            Should.Throw<IOException>(() => FileDoor.Abandoned(_directory["file"]));
        FileDoor.Abandoned(_directory["file"]).Dispose();
    }

    [Fact]
    public void What_a_user_names_is_read_wherever_it_is()
    {
        FileDoor.Text(_directory.Write("text", [0xEF, 0xBB, 0xBF, .. "word"u8])).ShouldBe("word");
        if (OperatingSystem.IsLinux())
            FileDoor.Text(Link("text")).ShouldBe("word");
    }

    [LinuxFact]
    public void A_text_that_never_ends_is_none() => Should.Throw<IOException>(() => FileDoor.Text("/dev/zero")).Message.ShouldContain("more than 16777216 bytes");

    [Fact]
    public void What_is_not_there_is_told_as_such()
    {
        Should.Throw<FileNotFoundException>(() => FileDoor.Kept(_directory["nothing"]));
        Should.Throw<DirectoryNotFoundException>(() => FileDoor.Continued(_directory["no", "file"]));
    }

    private string Link(string target)
    {
        if (!File.Exists(_directory[target]))
            _directory.Write(target, [1]);
        File.CreateSymbolicLink(_directory["link"], _directory[target]);
        return _directory["link"];
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
