using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Catalogue;
using Xunit;

namespace StorageX.Specs.Catalogue;

public sealed class UploadHistorySpec : IDisposable
{
    private readonly CataloguePlace _place = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 23, 15, 0, TimeSpan.Zero));
    private readonly PieceCatalogue _catalogue;

    public UploadHistorySpec() => _catalogue = _place.Open(_time);

    public void Dispose()
    {
        _catalogue.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void An_upload_comes_back_as_it_was_entered()
    {
        _catalogue.RememberUpload("film.mkv", 10L << 40, "images", "https://host/1#sx2.abc", 2, 4_240_000);

        var upload = _catalogue.Uploads().ShouldHaveSingleItem();
        upload.ShouldBe(new PastUpload(upload.Id, "film.mkv", 10L << 40, "images", "https://host/1#sx2.abc", 2, 4_240_000, _time.GetUtcNow()));
    }

    [Fact]
    public void The_newest_upload_comes_first_and_no_more_than_were_asked_for()
    {
        foreach (var name in new[] { "one", "two", "three" })
            Upload(name);

        Names(null).ShouldBe(["three", "two", "one"]);
        _catalogue.Uploads(limit: 2).Select(upload => upload.Name).ShouldBe(["three", "two"]);
        _catalogue.Uploads(limit: 0).ShouldBeEmpty();
    }

    [Fact]
    public void A_search_finds_part_of_a_name_in_any_case_and_any_script()
    {
        foreach (var name in new[] { "Holiday.MP4", "ÉTÉ.png", "notes.txt" })
            Upload(name);

        Names("holi").ShouldBe(["Holiday.MP4"]);
        Names("été").ShouldBe(["ÉTÉ.png"]);
        Names(".").Count.ShouldBe(3);
        Names("").Count.ShouldBe(3);
        Names("absent").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("a_b")]
    [InlineData("it's \"quoted\"; DROP TABLE uploads; --")]
    [InlineData("\u001b[2J\r\n\u0007")]
    [InlineData("before\0after")]
    [InlineData("\u202Egnp.exe")]
    [InlineData("")]
    [InlineData("🗻")]
    public void A_hostile_name_and_key_are_kept_and_found_as_they_are(string text)
    {
        Upload("another");
        _catalogue.RememberUpload(text, 1, text, text, 2, 1);

        var found = _catalogue.Uploads(text)[0];
        (found.Name, found.Backend, found.Key).ShouldBe((text, text, text));
        if (text.Length > 0)
            _catalogue.Uploads(text).Count.ShouldBe(1);
        _catalogue.Warning.ShouldBeNull();
    }

    [Fact]
    public void A_name_of_a_hundred_thousand_characters_is_kept_whole()
    {
        var name = new string('x', 100_000);
        Upload(name);

        _catalogue.Uploads().ShouldHaveSingleItem().Name.ShouldBe(name);
    }

    [Fact]
    public void A_forgotten_upload_is_gone_and_its_number_never_comes_back()
    {
        Upload("one");
        Upload("two");
        var two = _catalogue.Uploads()[0].Id;
        _catalogue.ForgetUpload(two);
        _catalogue.ForgetUpload(4711);
        Upload("three");

        Names(null).ShouldBe(["three", "one"]);
        _catalogue.Uploads()[0].Id.ShouldBeGreaterThan(two);
    }

    private void Upload(string name) => _catalogue.RememberUpload(name, 1, "images", "key of " + name, 2, 1);

    private List<string> Names(string? contains) => [.. _catalogue.Uploads(contains).Select(upload => upload.Name)];
}
