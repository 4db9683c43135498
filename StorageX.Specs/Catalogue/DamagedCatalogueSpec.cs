using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Catalogue;

public sealed class DamagedCatalogueSpec : IDisposable
{
    private const int Count = 2000;
    private const string Aside = "catalogue.db.damaged-20261122T231500Z";
    private readonly CataloguePlace _place = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 23, 15, 0, TimeSpan.Zero));

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_file_of_other_bytes_is_moved_aside_untouched_and_a_fresh_one_takes_its_place(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        Directory.CreateDirectory(_place.Data);
        File.WriteAllBytes(_place.File, bytes);

        MustServe(known: 0);
        File.ReadAllBytes(Path.Combine(_place.Data, Aside)).ShouldBe(bytes);
        _place.Names.ShouldBe(["catalogue.db", Aside]);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void A_catalogue_that_was_cut_short_is_moved_aside(double share)
    {
        Fill();
        using (var file = File.Open(_place.File, FileMode.Open))
            file.SetLength((long)(file.Length * share));

        MustServe(known: 0);
        _place.Names.ShouldBe(["catalogue.db", Aside]);
    }

    [Fact]
    public void A_catalogue_whose_last_page_was_cut_forgets_pieces_and_gives_no_wrong_place()
    {
        Fill();
        using (var file = File.Open(_place.File, FileMode.Open))
            file.SetLength(file.Length - 1000);

        using var catalogue = _place.Open(_time);
        catalogue.Known(0, Count).ShouldBeLessThan(Count);
        catalogue.Remember(0, Count);
        catalogue.Known(0, Count).ShouldBe(Count);
    }

    [Fact]
    public void A_catalogue_with_bad_pages_never_gives_a_wrong_place()
    {
        Fill();
        Overwrite(4096);

        using var catalogue = _place.Open(_time);
        catalogue.Known(0, Count).ShouldBeLessThan(Count);
        catalogue.Warning.ShouldNotBeNull().ShouldContain(Aside);
        catalogue.Remember(7);
        catalogue.Known(7, 1).ShouldBe(1);
    }

    [Fact]
    public void A_second_damage_turns_the_catalogue_off_and_nothing_is_thrown()
    {
        Fill();
        Overwrite(4096);
        using var catalogue = _place.Open(_time);
        catalogue.Known(0, Count);
        catalogue.Remember(0, Count);
        catalogue.Dispose();
        Overwrite(4096);
        using var again = _place.Open(_time);
        again.Known(0, Count);
        Overwrite(0);

        again.Known(0, Count).ShouldBeLessThan(Count);
        again.Remember(1);
        again.Uploads().ShouldBeEmpty();
    }

    [Fact]
    public void Bits_that_turned_over_in_an_entry_make_the_piece_unknown_not_lost()
    {
        Fill();
        var bytes = File.ReadAllBytes(_place.File);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Pieces.Locator(1234)));
        bytes[at + Pieces.Locator(1234).IndexOf("1234", StringComparison.Ordinal)] ^= 4;
        File.WriteAllBytes(_place.File, bytes);

        using var catalogue = _place.Open(_time);
        catalogue.Find(1234).ShouldBeNull();
        catalogue.Known(0, Count).ShouldBe(Count - 1);
        catalogue.Remember(1234);
        catalogue.Known(1234, 1).ShouldBe(1);
    }

    [Fact]
    public void A_locator_that_is_no_sound_text_is_unknown_rather_than_altered()
    {
        using var catalogue = _place.Open(_time);
        catalogue.Remember(Pieces.Backend, Pieces.Variant, Pieces.Digest(1), 5, "half a pair \ud83d", null);

        catalogue.Find(1).ShouldBeNull();
        catalogue.Warning.ShouldBeNull();
    }

    [Fact]
    public void An_empty_file_is_filled_without_a_word()
    {
        Directory.CreateDirectory(_place.Data);
        File.WriteAllBytes(_place.File, []);

        using var catalogue = _place.Open(_time);
        catalogue.Remember(0, 10);
        catalogue.Known(0, 10).ShouldBe(10);
        catalogue.Warning.ShouldBeNull();
    }

    [Fact]
    public void A_directory_in_its_place_is_moved_aside()
    {
        Directory.CreateDirectory(Path.Combine(_place.File, "inner"));

        MustServe(known: 0);
        Directory.Exists(Path.Combine(_place.Data, Aside, "inner")).ShouldBeTrue();
    }

    [Fact]
    public void A_log_that_a_damaged_catalogue_left_is_not_played_into_the_fresh_one()
    {
        Fill();
        using (var catalogue = _place.Open(_time))
        {
            catalogue.Remember(Count, 100);
            File.Copy(_place.File + "-wal", _place.File + ".kept");
        }

        Overwrite(0);
        File.Move(_place.File + ".kept", _place.File + "-wal");

        MustServe(known: 0);
        _place.Names.ShouldNotContain("catalogue.db-wal");
    }

    [Fact]
    public void Another_damaged_one_of_the_same_second_gets_a_name_of_its_own()
    {
        for (var time = 0; time < 2; time++)
        {
            Directory.CreateDirectory(_place.Data);
            File.WriteAllText(_place.File, "no database");
            MustServe(known: 0);
        }

        _place.Names.ShouldBe(["catalogue.db", Aside, Aside + "-2"]);
    }

    [Fact]
    public void A_fresh_one_that_another_process_made_is_used_not_moved_aside()
    {
        Fill();
        using var first = _place.Open(_time);
        using var second = _place.Open(_time);
        first.Known(0, 1).ShouldBe(1);
        second.Known(0, 1).ShouldBe(1);
        Overwrite(4096);
        first.Known(0, Count);
        first.Remember(0, Count);

        second.Known(0, Count);
        second.Known(0, Count).ShouldBe(Count);
        first.Known(0, Count).ShouldBe(Count);
        _place.Names.Count(name => name!.EndsWith('Z')).ShouldBe(1);
    }

    [Fact]
    public void The_uploads_that_can_still_be_read_come_along()
    {
        FillUploads();
        OverwritePage(Pieces.Locator(1234));

        using var catalogue = _place.Open(_time);
        catalogue.Known(0, Count).ShouldBeLessThan(Count);
        catalogue.Uploads().Select(upload => upload.Key).ShouldBe(Enumerable.Range(0, 300).Reverse().Select(Key));
        catalogue.Warning.ShouldNotBeNull().ShouldContain("with 300 past uploads");
    }

    [Fact]
    public void Damage_among_the_uploads_costs_only_those_that_it_hit()
    {
        FillUploads();
        OverwritePage(Key(150));

        using var catalogue = _place.Open(_time);
        var keys = catalogue.Uploads().Select(upload => upload.Key).ToList();
        keys.ShouldNotContain(Key(150));
        keys.Count.ShouldBeInRange(200, 299);
        keys[0].ShouldBe(Key(299));
        keys[^1].ShouldBe(Key(0));
        catalogue.Warning.ShouldNotBeNull().ShouldContain(Aside);
    }

    private static string Key(int number) => $"https://host.example/manifests/{number:d9}#sx2.0123456789";

    private void FillUploads()
    {
        Fill();
        using var catalogue = _place.Open(_time);
        for (var number = 0; number < 300; number++)
            catalogue.RememberUpload($"upload {number}", 1, "images", Key(number), 2, 1);
    }

    private void OverwritePage(string text)
    {
        const int PageSize = 4096;
        var bytes = File.ReadAllBytes(_place.File);
        var page = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) / PageSize;
        RandomNumberGenerator.Fill(bytes.AsSpan(page * PageSize, PageSize));
        File.WriteAllBytes(_place.File, bytes);
    }

    private void Fill()
    {
        using var catalogue = _place.Open(_time);
        catalogue.Remember(0, Count);
        catalogue.Warning.ShouldBeNull();
    }

    private void Overwrite(int from)
    {
        using var file = File.Open(_place.File, FileMode.Open);
        file.Position = from;
        file.Write(RandomNumberGenerator.GetBytes((int)file.Length - from));
    }

    private void MustServe(int known)
    {
        using var catalogue = _place.Open(_time);
        catalogue.Known(0, Count).ShouldBe(known);
        catalogue.Warning.ShouldNotBeNull().ShouldStartWith($"{_place.File}: was damaged (");
        catalogue.Warning.ShouldContain(Aside);
        catalogue.Warning.ShouldNotContain('\n');
        catalogue.Remember(0, 10);
        catalogue.Known(0, 10).ShouldBe(10);
        catalogue.RememberUpload("a", 1, "images", "key", 2, 1);
        catalogue.Uploads().ShouldHaveSingleItem();
    }
}
