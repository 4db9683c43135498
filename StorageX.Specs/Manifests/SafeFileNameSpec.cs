using Shouldly;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Manifests;

public sealed class SafeFileNameSpec
{
    private static readonly string Long = new('a', 255);

    public static TheoryData<string, string, string> Names => new()
    {
        // The label, the name on Linux, the name on Windows.
        { "holiday.mp4", "holiday.mp4", "holiday.mp4" },
        { "Grüße 漢字 😀.txt", "Grüße 漢字 😀.txt", "Grüße 漢字 😀.txt" },
        { ".profile", ".profile", ".profile" },
        { "-rf", "-rf", "-rf" },
        { "", "file", "file" },
        { " ", " ", "_" },
        { ".", "_", "_" },
        { "..", "__", "__" },
        { "...", "...", "___" },
        { ". .", ". .", "___" },
        { "a/..", "__", "__" },
        { "/etc/passwd", "passwd", "passwd" },
        { "../../etc/passwd", "passwd", "passwd" },
        { "a/", "file", "file" },
        { "a\\b.txt", "a\\b.txt", "a_b.txt" },
        { "..\\..\\b", "..\\..\\b", ".._.._b" },
        { "a/b\\c", "b\\c", "b_c" },
        { "C:y.txt", "C:y.txt", "C_y.txt" },
        { "file:stream", "file:stream", "file_stream" },
        { "what?.txt", "what?.txt", "what_.txt" },
        { "a*b", "a*b", "a_b" },
        { "a<b>", "a<b>", "a_b_" },
        { "a|b", "a|b", "a_b" },
        { "\"a\"", "\"a\"", "_a_" },
        { "trail. ", "trail. ", "trail__" },
        { "  a b  ", "  a b  ", "  a b__" },
        { "CON", "CON", "_CON" },
        { "con.txt", "con.txt", "_con.txt" },
        { "Nul .tar.gz", "Nul .tar.gz", "_Nul .tar.gz" },
        { "COM1", "COM1", "_COM1" },
        { "COM¹.txt", "COM¹.txt", "_COM¹.txt" },
        { "CONOUT$", "CONOUT$", "_CONOUT$" },
        { "console", "console", "console" },
        { "COM10", "COM10", "COM10" },
        { "a\u001b[31mb", "a_[31mb", "a_[31mb" },
        { "a\u009b31mb", "a_31mb", "a_31mb" },
        { "a\r\nb\t\u007fc", "a__b__c", "a__b__c" },
        { "a\0b", "a_b", "a_b" },
        { "\0", "_", "_" },
        { ".\u200b.", "._.", ".__" },
        { "\u202egnp.exe", "_gnp.exe", "_gnp.exe" },
        { "a\u2066b\u2069\u200f\ufeff\u2028\u2029", "a_b_____", "a_b_____" },
        { "می\u200cخواهم.txt", "می\u200cخواهم.txt", "می\u200cخواهم.txt" },
        { "क्\u200dष 👩\u200d🚀", "क्\u200dष 👩\u200d🚀", "क्\u200dष 👩\u200d🚀" },
        { "a\ud800b", "a\ufffdb", "a\ufffdb" },
        { "\udc00", "\ufffd", "\ufffd" },
        { Long, Long, Long },
        { Long + "a", Long, Long },
        { Long + ".tar", Long[..251] + ".tar", Long[..251] + ".tar" },
        { Long + "." + Long, Long, Long },
        { new string('ü', 127), new string('ü', 127), new string('ü', 127) },
        { new string('ü', 128), new string('ü', 127), new string('ü', 127) },
        { "/" + new string('x', 100_000) + "/y", "y", "y" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_label_gives_a_name_that_its_system_can_hold(string label, string linux, string windows)
    {
        SafeFileName.From(label, windows: false).ShouldBe(linux);
        SafeFileName.From(label, windows: true).ShouldBe(windows);
        SafeFileName.From(linux, windows: false).ShouldBe(linux);
        SafeFileName.From(windows, windows: true).ShouldBe(windows);
    }

    [Theory]
    [InlineData("what?.txt", true)]
    [InlineData("a\\b:c", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a\0", false)]
    public void A_chosen_name_is_no_path(string text, bool isName) => SafeFileName.IsName(text).ShouldBe(isName);

    [Fact]
    public void Whatever_the_label_is_the_name_stays_in_its_directory()
    {
        char[] characters = ['.', '/', '\\', ' ', '\0', '\u001b', '\u202e', '\ud83d', '\ude00', ':', '~', 'C', 'O', 'N', 'ü', '\u3000', '\u00a0'];
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var label = string.Create(random.Next(12), random, (text, source) =>
            {
                foreach (ref var character in text)
                    character = characters[source.Next(characters.Length)];
            });
            var name = SafeFileName.From(label);
            Path.GetFileName(name).ShouldBe(name, label);
            Path.GetFullPath(Path.Combine("/safe/place", name)).ShouldBe("/safe/place/" + name, label);
            name.ShouldNotContain(character => char.IsControl(character) || character == '\u202e', label);
        }
    }
}
