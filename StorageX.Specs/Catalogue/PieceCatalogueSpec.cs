using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StorageX.Catalogue;
using Xunit;

namespace StorageX.Specs.Catalogue;

public sealed class PieceCatalogueSpec : IDisposable
{
    private const string Backend = "images";
    private const string Variant = "2:1024x768";
    private static readonly byte[] Digest = SHA256.HashData("a piece"u8);
    private static readonly byte[] Secret = SHA256.HashData("a secret"u8);

    private readonly CataloguePlace _place = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 23, 15, 0, TimeSpan.Zero));
    private readonly PieceCatalogue _catalogue;

    public PieceCatalogueSpec() => _catalogue = _place.Open(_time);

    public void Dispose()
    {
        _catalogue.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void A_piece_that_was_remembered_is_found_with_its_locator_secret_and_times()
    {
        var stored = _time.GetUtcNow();
        _catalogue.Remember(Backend, Variant, Digest, 5, "https://host/1", Secret);
        _time.Advance(TimeSpan.FromDays(1));

        var found = _catalogue.Find(Backend, Variant, Digest).ShouldNotBeNull();
        found.Locator.ShouldBe("https://host/1");
        found.Secret.ShouldBe(Secret);
        found.StoredAt.ShouldBe(stored);
        found.CheckedAt.ShouldBe(stored);
        _catalogue.Warning.ShouldBeNull();
    }

    [Fact]
    public void A_piece_without_a_secret_comes_back_without_one_and_an_empty_secret_stays_empty()
    {
        _catalogue.Remember(Backend, "1:64x64", Digest, 5, "a", null);
        _catalogue.Remember(Backend, "2:64x64", Digest, 5, "a", []);

        _catalogue.Find(Backend, "1:64x64", Digest).ShouldNotBeNull().Secret.ShouldBeNull();
        _catalogue.Find(Backend, "2:64x64", Digest).ShouldNotBeNull().Secret.ShouldBe([]);
    }

    [Fact]
    public void A_piece_is_known_only_for_its_own_backend_variant_and_digest()
    {
        _catalogue.Remember(Backend, Variant, Digest, 5, "a", null);

        _catalogue.Find("other", Variant, Digest).ShouldBeNull();
        _catalogue.Find(Backend, "2:1024x767", Digest).ShouldBeNull();
        _catalogue.Find(Backend, Variant, SHA256.HashData("another piece"u8)).ShouldBeNull();
    }

    [Fact]
    public void A_piece_that_is_stored_again_has_its_new_place_and_time()
    {
        _catalogue.Remember(Backend, Variant, Digest, 5, "old", null);
        _time.Advance(TimeSpan.FromHours(1));
        _catalogue.Remember(Backend, Variant, Digest, 5, "new", Secret);

        var found = _catalogue.Find(Backend, Variant, Digest).ShouldNotBeNull();
        found.Locator.ShouldBe("new");
        found.Secret.ShouldBe(Secret);
        found.StoredAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void A_piece_that_was_checked_keeps_the_time_it_was_stored()
    {
        var stored = _time.GetUtcNow();
        _catalogue.Remember(Backend, Variant, Digest, 5, "a", Secret);
        _time.Advance(TimeSpan.FromDays(30));
        _catalogue.MarkChecked(Backend, Variant, Digest);

        var found = _catalogue.Find(Backend, Variant, Digest).ShouldNotBeNull();
        found.StoredAt.ShouldBe(stored);
        found.CheckedAt.ShouldBe(stored + TimeSpan.FromDays(30));
        found.Secret.ShouldBe(Secret);
    }

    [Fact]
    public void Checking_a_piece_that_is_not_known_does_not_make_it_known()
    {
        _catalogue.MarkChecked(Backend, Variant, Digest);

        _catalogue.Find(Backend, Variant, Digest).ShouldBeNull();
    }

    [Fact]
    public void A_piece_that_was_forgotten_is_gone_and_no_other()
    {
        _catalogue.Remember(Backend, Variant, Digest, 5, "a", null);
        _catalogue.Remember("other", Variant, Digest, 5, "b", null);
        _catalogue.Forget(Backend, Variant, Digest);

        _catalogue.Find(Backend, Variant, Digest).ShouldBeNull();
        _catalogue.Find("other", Variant, Digest).ShouldNotBeNull().Locator.ShouldBe("b");
    }

    [Fact]
    public void What_was_remembered_is_there_when_the_catalogue_is_opened_again()
    {
        _catalogue.Remember(Backend, Variant, Digest, 5, "a", Secret);
        _catalogue.RememberUpload("film.mkv", 5, Backend, "a#sx2.b", 2, 1);
        _catalogue.Dispose();

        using var again = _place.Open(_time);
        again.Find(Backend, Variant, Digest).ShouldNotBeNull().Locator.ShouldBe("a");
        again.Uploads().ShouldHaveSingleItem().Key.ShouldBe("a#sx2.b");
        again.Warning.ShouldBeNull();
    }

    [Fact]
    public void A_secret_that_its_owner_wipes_afterwards_was_kept_as_it_was()
    {
        var secret = Secret.ToArray();
        _catalogue.Remember(Backend, Variant, Digest, 5, "a", secret);
        CryptographicOperations.ZeroMemory(secret);

        _catalogue.Find(Backend, Variant, Digest).ShouldNotBeNull().Secret.ShouldBe(Secret);
    }

    [Fact]
    public void A_catalogue_that_was_disposed_knows_nothing_and_takes_nothing()
    {
        _catalogue.Remember(Backend, Variant, Digest, 5, "a", null);
        _catalogue.Dispose();
        _catalogue.Dispose();

        _catalogue.Remember(Backend, Variant, Digest, 5, "b", null);
        _catalogue.Find(Backend, Variant, Digest).ShouldBeNull();
        _catalogue.Uploads().ShouldBeEmpty();
    }
}
