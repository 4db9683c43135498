using Shouldly;
using StorageX.Containers;
using Xunit;

namespace StorageX.Specs.Containers;

public sealed class UserSecretSpec : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("storagex-secret-").FullName;

    private string File => Path.Combine(_directory, "data", "secret");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void It_is_made_once_and_read_from_then_on()
    {
        var made = UserSecret.LoadOrCreate(File);
        made.Bytes.Length.ShouldBe(32);
        UserSecret.LoadOrCreate(File).Bytes.ToArray().ShouldBe(made.Bytes.ToArray());
        UserSecret.LoadOrCreate(File + "2").Bytes.ToArray().ShouldNotBe(made.Bytes.ToArray());
        Directory.GetFiles(Path.GetDirectoryName(File)!).Length.ShouldBe(2, "no temporary file stays behind");
    }

    [Fact]
    public void Only_its_owner_can_read_it_even_after_somebody_opened_it_to_all()
    {
        if (OperatingSystem.IsWindows())
            return;
        UserSecret.LoadOrCreate(File);
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!).HasFlag(UnixFileMode.OtherExecute).ShouldBeFalse();
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)0b110_100_100);
        UserSecret.LoadOrCreate(File);
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void All_who_make_one_at_once_end_with_the_same()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = Path.Combine(_directory, $"{round}", "secret");
            using var start = new Barrier(8);
            var secrets = new string[8];
            var threads = Enumerable.Range(0, secrets.Length).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                secrets[i] = UserSecret.LoadOrCreate(path).Export();
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            secrets.Distinct().Count().ShouldBe(1);
            UserSecret.LoadOrCreate(path).Export().ShouldBe(secrets[0]);
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_by_name_and_left_as_it_is()
    {
        var sound = UserSecret.LoadOrCreate(File).Export();
        foreach (var damaged in new[] { "", "\n", sound[..^1], sound + "A", sound[..40] + (sound[40] == 'A' ? 'B' : 'A') + sound[41..], sound.ToUpperInvariant(), new string('x', 5000), "\0\0\0" })
        {
            System.IO.File.WriteAllText(File, damaged);
            var refusal = Should.Throw<TransferException>(() => UserSecret.LoadOrCreate(File));
            refusal.Message.ShouldContain(File);
            refusal.Message.ShouldContain("damaged");
            refusal.Message.ShouldNotContain(sound[20..30]);
            System.IO.File.ReadAllText(File).ShouldBe(damaged);
        }
    }

    [Fact]
    public void A_place_where_it_cannot_be_kept_is_named()
    {
        System.IO.File.WriteAllText(Path.Combine(_directory, "data"), "a file where a directory should be");
        Should.Throw<TransferException>(() => UserSecret.LoadOrCreate(File)).Message.ShouldContain(File);
        Should.Throw<TransferException>(() => UserSecret.Import(Exported()).Save(File)).Message.ShouldContain(File);
    }

    [Fact]
    public void Its_text_brings_it_to_another_machine()
    {
        var secret = UserSecret.LoadOrCreate(File);
        var imported = UserSecret.Import($"  {secret.Export()}\r\n");
        imported.Bytes.ToArray().ShouldBe(secret.Bytes.ToArray());
        imported.Save(File + "2");
        UserSecret.LoadOrCreate(File + "2").Export().ShouldBe(secret.Export());
        UserSecret.Import(Exported()).Save(File + "2");
        UserSecret.LoadOrCreate(File + "2").Export().ShouldBe(Exported());
    }

    [Fact]
    public void Every_mistyped_missing_added_or_swapped_character_is_noticed()
    {
        var text = Exported();
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var other in "AZaz09-_ =.\n")
            {
                if (other != text[at])
                    Refused(text[..at] + other + text[(at + 1)..]);
            }

            Refused(text[..at] + text[(at + 1)..]);
            Refused(text[..at] + "A" + text[at..]);
            if (at > 0 && text[at] != text[at - 1])
                Refused(text[..(at - 1)] + text[at] + text[at - 1] + text[(at + 1)..]);
        }
    }

    [Fact]
    public void It_never_shows_itself()
    {
        var secret = UserSecret.Import(Exported());
        $"{secret}".ShouldNotContain("storagex-secret");
        Should.Throw<TransferException>(() => UserSecret.Import(Exported()[..^2])).Message.ShouldNotContain(Exported()[20..30]);
    }

    private static void Refused(string text)
    {
        // A blank at an end is no mistake.
        if (text.Trim() != Exported())
            Should.Throw<TransferException>(() => UserSecret.Import(text), text).Message.ShouldNotContain("\n");
    }

    // 32 bytes 0, 1, 2 ... 31 and their CRC-32, 0x91267E8A.
    private static string Exported() => "storagex-secret-1." + Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i), 0x8A, 0x7E, 0x26, 0x91]).Replace('+', '-').Replace('/', '_');
}
