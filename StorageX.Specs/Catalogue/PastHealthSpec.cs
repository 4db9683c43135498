using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Catalogue;
using StorageX.Catalogue.Sqlite;
using Xunit;

namespace StorageX.Specs.Catalogue;

/// <summary>What the history keeps of the looks at its uploads.</summary>
public sealed class PastHealthSpec : IDisposable
{
    private const string Key = "https://host.example/1#sx2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static readonly PastHealth Weakened = new(new DateTimeOffset(2026, 11, 27, 10, 0, 0, 123, TimeSpan.Zero), HealthState.Weakened) { Missing = 3, SpareImages = 1, SpareHosts = 0 };
    private readonly CataloguePlace _place = new();
    private readonly FakeTimeProvider _time = new();
    private PieceCatalogue _catalogue;

    public PastHealthSpec() => _catalogue = _place.Open(_time);

    public void Dispose()
    {
        _catalogue.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void An_upload_that_nobody_looked_at_says_so()
    {
        Upload(Key);
        _catalogue.Uploads().Single().Health.ShouldBeNull();
    }

    [Theory]
    [InlineData(HealthState.Whole, 0, 4, 1, true)]
    [InlineData(HealthState.Weakened, 3, 0, 0, false)]
    [InlineData(HealthState.NotRestorable, 5, null, null, false)]
    [InlineData(HealthState.Unreachable, null, null, null, true)]
    public void What_was_seen_comes_back_as_it_was_noted(HealthState state, int? missing, int? images, int? hosts, bool quick)
    {
        var seen = new PastHealth(Weakened.LookedAt, state) { Missing = missing, SpareImages = images, SpareHosts = hosts, ExistenceOnly = quick };
        Upload(Key);
        _catalogue.NoteHealth(Key, _ => seen);
        Again();
        _catalogue.Uploads().Single().Health.ShouldBe(seen);
    }

    [Fact]
    public void Every_upload_with_the_key_is_noted_and_no_other()
    {
        Upload(Key);
        Upload("https://host.example/2");
        Upload(Key);
        _catalogue.NoteHealth(Key, _ => Weakened);
        _catalogue.Uploads().Select(upload => upload.Health).ShouldBe([Weakened, null, Weakened]);
        _catalogue.NoteHealth("no key\n", _ => Weakened);
        _catalogue.NoteHealth("https://host.example/3", _ => Weakened);
        _catalogue.Warning.ShouldBeNull();
    }

    [Fact]
    public void A_note_sees_what_was_noted_before_and_may_leave_it()
    {
        Upload(Key);
        _catalogue.NoteHealth(Key, before => before ?? Weakened);
        _catalogue.NoteHealth(Key, before => before! with { Missing = 4 });
        _catalogue.NoteHealth(Key, _ => null);
        _catalogue.Uploads().Single().Health.ShouldBe(Weakened with { Missing = 4 });
    }

    [Fact]
    public void What_damage_made_of_a_note_counts_as_none()
    {
        Upload(Key);
        _catalogue.NoteHealth(Key, _ => Weakened);
        Change("UPDATE uploads SET state = 77");
        _catalogue.Uploads().Single().Health.ShouldBeNull();
        Change("UPDATE uploads SET state = 1, looked = 9223372036854775807, missing = -3, spare_images = 99999999999");
        var health = _catalogue.Uploads().Single().Health.ShouldNotBeNull();
        (health.LookedAt.Year, health.Missing, health.SpareImages).ShouldBe((9999, 0, int.MaxValue));
    }

    [Fact]
    public void A_damaged_catalogue_keeps_its_uploads_and_what_was_seen_of_them()
    {
        _catalogue.Remember(0, 2000);
        Upload(Key);
        _catalogue.NoteHealth(Key, _ => Weakened);
        _catalogue.Dispose();
        Damage();
        _catalogue = _place.Open(_time);
        _catalogue.Known(0, 2000).ShouldBeLessThan(2000);
        _catalogue.Uploads().Single().Health.ShouldBe(Weakened);
        _catalogue.Redirected(Key).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_uploads_of_a_damaged_catalogue_of_a_version_before_can_be_read(int version)
    {
        Upload(Key);
        _catalogue.Dispose();
        OlderCatalogue.Make(_place.File, version);
        using var database = SqliteDatabase.Open(_place.File);
        new UploadTable(database).Readable().Single().Key.ShouldBe(Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_catalogue_of_a_version_before_is_taken_to_this_one_with_its_rows(int version)
    {
        Upload("https://host.example/2");
        Upload(Key);
        _catalogue.Remember(0, 10);
        _catalogue.Dispose();
        OlderCatalogue.Make(_place.File, version);
        _catalogue = _place.Open(_time);
        _catalogue.Uploads().Select(upload => (upload.Id, upload.Key, upload.Health)).ShouldBe([(2, Key, null), (1, "https://host.example/2", null)]);
        _catalogue.Known(0, 10).ShouldBe(10);
        _catalogue.NoteHealth(Key, _ => Weakened);
        _catalogue.Uploads()[0].Health.ShouldBe(Weakened);
        _catalogue.Redirected(Key).ShouldBeNull();
        _catalogue.Warning.ShouldBeNull();
    }

    private void Damage()
    {
        var bytes = File.ReadAllBytes(_place.File);
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Pieces.Locator(1234))) / 4096 * 4096;
        Random.Shared.NextBytes(bytes.AsSpan(at, 4096));
        File.WriteAllBytes(_place.File, bytes);
    }

    private void Change(string sql)
    {
        _catalogue.Dispose();
        using (var database = SqliteDatabase.Open(_place.File))
            database.Execute(sql);
        _catalogue = _place.Open(_time);
    }

    private void Again()
    {
        _catalogue.Dispose();
        _catalogue = _place.Open(_time);
    }

    private void Upload(string key) => _catalogue.RememberUpload("a", 1, "images", key, 2, 1);
}
