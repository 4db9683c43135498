using Shouldly;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Manifests;

public sealed class SafeFileNameSpec
{
    private static readonly string Long = new('a', 255);

    public static TheoryData<string, string?> Names => new()
    {
        { "holiday.mp4", "holiday.mp4" },
        { "Grüße 漢字 😀.txt", "Grüße 漢字 😀.txt" },
        { ".profile", ".profile" },
        { "-rf", "-rf" },
        { "", null },
        { " ", null },
        { ".", null },
        { "..", null },
        { "...", null },
        { ". .", null },
        { "a/..", null },
        { "/etc/passwd", "passwd" },
        { "../../etc/passwd", "passwd" },
        { "a/", null },
        { "a\\b", "b" },
        { "..\\..\\b", "b" },
        { "a/b\\c", "c" },
        { "C:\\x\\y.txt", "y.txt" },
        { "C:y.txt", null },
        { "file:stream", null },
        { "what?", null },
        { "a*b", null },
        { "a<b>", null },
        { "a|b", null },
        { "\"a\"", null },
        { "CON", null },
        { "con.txt", null },
        { "Nul .tar.gz", null },
        { "COM1", null },
        { "lpt9.png", null },
        { "COM¹.txt", null },
        { "CONOUT$", null },
        { "console", "console" },
        { "COM10", "COM10" },
        { "  a b  ", "a b" },
        { "a.", "a." },
        { "a\u001b[31mb", "a[31mb" },
        { "a\u009b31mb", "a31mb" },
        { "a\r\nb\t\u007fc", "abc" },
        { "a\0b", "ab" },
        { "\0", null },
        { ".\u200b.", null },
        { "\u202egnp.exe", "gnp.exe" },
        { "a\u2066b\u2069\u200f\ufeff\u2028\u2029", "ab" },
        { "a\ud800b", "a\ufffdb" },
        { "\udc00", "\ufffd" },
        { Long, Long },
        { Long + "a", null },
        { new string('ü', 127), new string('ü', 127) },
        { new string('ü', 128), null },
        { "/" + new string('x', 100_000) + "/y", "y" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_label_gives_a_name_that_is_safe_here_or_none(string label, string? name) => SafeFileName.From(label).ShouldBe(name);

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
            if (SafeFileName.From(label) is not { } name)
                continue;
            Path.GetFileName(name).ShouldBe(name, label);
            Path.GetFullPath(Path.Combine("/safe/place", name)).ShouldBe("/safe/place/" + name, label);
            name.ShouldNotContain(character => char.IsControl(character) || character == '\u202e', label);
        }
    }
}
