using Shouldly;
using StorageX.Backends;
using StorageX.Manifests;
using Xunit;
using static StorageX.Specs.StoredFiles;

namespace StorageX.Specs.Repair;

/// <summary>What hosts have lost comes back, and the key goes on to work where it can.</summary>
public sealed class RepairSpec : IAsyncDisposable
{
    private readonly StoredFiles _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Fact]
    public async Task A_whole_file_is_left_as_it_is()
    {
        var key = await _files.UploadAsync(40, Parity);
        var images = _files.Images();
        var result = await _files.Storage.RepairAsync(key);
        (result.Key, result.IsNewKey, result.Sent, result.Kept).ShouldBe((key, false, 0, 40));
        _files.Images().ShouldBe(images);
    }

    [Fact]
    public async Task What_a_group_has_lost_is_restored_and_the_key_stays()
    {
        var key = await _files.UploadAsync(40, Parity);
        var group = await _files.GroupAsync(key, 1);
        foreach (var place in new[] { 0, 5, 12 })
            Lose(group[place]);
        Alter(group[9]);
        var result = await _files.Storage.RepairAsync(key);
        (result.Key, result.IsNewKey, result.Sent, result.Restored, result.Kept).ShouldBe((key, false, 4, 3, 37));
        await RequireWholeAsync(key, 40, spare: 4);
    }

    [Fact]
    public async Task Only_the_group_that_has_lost_something_is_read_again()
    {
        var key = await _files.UploadAsync(8, new UploadOptions { Hosts = ["host0", _files.Memory.Properties.Name], Copies = 2 });
        Lose((await _files.Storage.ReadManifestAsync(key)).Pieces.ElementAt(3).Mirrors.Prepend((await _files.Storage.ReadManifestAsync(key)).Pieces.ElementAt(3).Key).Single(locator => locator.StartsWith("file:", StringComparison.Ordinal)));
        var before = _files.Memory.Downloads.Requests.Count;
        var result = await _files.Storage.RepairAsync(key);
        result.Sent.ShouldBe(1);
        // Each image once for the look at all of them, and one for what was lost; the root for the manifest, too.
        (_files.Memory.Downloads.Requests.Count - before).ShouldBeLessThan(18);
        await RequireWholeAsync(result.Key, 8, spare: 1);
    }

    [Fact]
    public async Task A_host_that_is_gone_for_good_is_stood_in_for_by_the_others()
    {
        var key = await _files.UploadAsync(40, Parity);
        Directory.Delete(_files.Place(2), recursive: true);
        var result = await _files.Storage.RepairAsync(key);
        await RequireWholeAsync(result.Key, 40, spare: 4);
        (await _files.DownloadElsewhereAsync(key)).ShouldBe(Content(40), "the old key leads to the new root");
    }

    [Fact]
    public async Task Where_the_host_cannot_replace_the_old_key_leads_to_the_new_one_from_here()
    {
        var memory = _files.Memory.Properties.Name;
        var key = await _files.UploadAsync(8, new UploadOptions { Hosts = [memory, "host0"], Copies = 2 });
        var old = ShareKey.Parse(key);
        _files.Memory.Images.Remove((await _files.Storage.ReadManifestAsync(key)).Pieces.Select(piece => piece.Mirrors.Prepend(piece.Key).Single(_files.Memory.Owns)).ElementAt(2)).ShouldBeTrue();
        _files.Memory.Salt = "as hosts that name images anew";
        var result = await _files.Storage.RepairAsync(key);
        result.IsNewKey.ShouldBeTrue();
        result.OldKeyWorks.ShouldBeFalse("the host in memory gives the old root still");
        result.Sent.ShouldBe(1);
        await RequireWholeAsync(result.Key, 8, spare: 1);
        foreach (var place in old.Mirrors.Prepend(old.Locator).Where(_files.Memory.Owns))
            _files.Memory.Images.Remove(place);
        foreach (var place in old.Mirrors.Prepend(old.Locator).Where(place => !_files.Memory.Owns(place)))
            Lose(place);
        await _files.ReopenAsync();
        (await _files.DownloadAsync(key)).ShouldBe(Content(8));
        _files.Storage.History().ShouldHaveSingleItem().Key.ShouldBe(result.Key);
    }

    [Fact]
    public async Task With_more_lost_than_the_parity_makes_good_it_fails_by_name_and_changes_nothing()
    {
        var key = await _files.UploadAsync(40, Parity);
        var group = await _files.GroupAsync(key, 1);
        foreach (var image in group.Take(5))
            Lose(image);
        var images = _files.Images();
        var error = await Should.ThrowAsync<TransferException>(_files.Storage.RepairAsync(key));
        error.Kind.ShouldBe(TransferErrorKind.Lost);
        error.Message.ShouldContain("5 pieces (10, 11, 12, 13, 14) are gone for good");
        _files.Images().ShouldBe(images);
    }

    [Fact]
    public async Task A_file_whose_every_image_was_deleted_is_lost_with_what_makes_it_whole_again()
    {
        var key = await _files.UploadAsync(5, Parity);
        foreach (var image in _files.Images())
            File.Delete(image);
        var error = await Should.ThrowAsync<TransferException>(_files.Storage.RepairAsync(key));
        error.Kind.ShouldBe(TransferErrorKind.Lost);
        error.Message.ShouldEndWith("--from FILE");
    }

    [Fact]
    public async Task The_users_own_copy_restores_what_parity_cannot()
    {
        var key = await _files.UploadAsync(40, Parity);
        foreach (var image in (await _files.GroupAsync(key, 1)).Take(8))
            Lose(image);
        var result = await _files.Storage.RepairAsync(key, new RepairOptions { From = _files.Write(Content(40)) });
        (result.Key, result.Sent, result.Restored).ShouldBe((key, 8, 8));
        await RequireWholeAsync(key, 40, spare: 4);
    }

    [Fact]
    public async Task A_file_of_another_content_restores_nothing()
    {
        var key = await _files.UploadAsync(40, Parity);
        foreach (var image in (await _files.GroupAsync(key, 1)).Take(8))
            Lose(image);
        var other = Content(40);
        other[(12 * PieceBytes) + 7] ^= 1;
        var error = await Should.ThrowAsync<TransferException>(_files.Storage.RepairAsync(key, new RepairOptions { From = _files.Write(other) }));
        error.Kind.ShouldBe(TransferErrorKind.Lost);
        error.Message.ShouldContain("piece 12");
    }

    [Theory]
    [InlineData("safe")]
    [InlineData("host1")]
    public async Task A_file_whose_every_image_was_deleted_comes_back_under_its_key(string backend)
    {
        var key = await _files.UploadAsync(25, new UploadOptions { Backend = backend });
        foreach (var image in _files.Images())
            File.Delete(image);
        var result = await _files.Storage.RepairAsync(key, new RepairOptions { From = _files.Write(Content(25)) });
        (result.Key, result.IsNewKey).ShouldBe((key, false));
        result.Doubt.ShouldNotBeNull();
        await RequireWholeAsync(key, 25, spare: backend == "safe" ? 4 : 0);
        (await _files.DownloadElsewhereAsync(key)).ShouldBe(Content(25));
    }

    [Fact]
    public async Task A_file_whose_every_image_was_deleted_where_nothing_is_replaced_has_a_new_key()
    {
        var key = await _files.UploadAsync(5, new UploadOptions { Hosts = [_files.Memory.Properties.Name] });
        _files.Memory.Images.Clear();
        _files.Memory.Salt = "as hosts that name images anew";
        var result = await _files.Storage.RepairAsync(key, new RepairOptions { From = _files.Write(Content(5)) });
        (result.IsNewKey, result.OldKeyWorks).ShouldBe((true, false));
        (await _files.DownloadAsync(key)).ShouldBe(Content(5), "the old key leads to it from here");
        (await _files.DownloadElsewhereAsync(result.Key)).ShouldBe(Content(5));
    }

    [Fact]
    public async Task A_file_of_another_length_is_not_taken_for_one_that_is_gone()
    {
        var key = await _files.UploadAsync(5, new UploadOptions { Backend = "host1" });
        foreach (var image in _files.Images())
            File.Delete(image);
        var error = await Should.ThrowAsync<TransferException>(_files.Storage.RepairAsync(key, new RepairOptions { From = _files.Write(Content(4)) }));
        error.Message.ShouldContain("it is another file; nothing was stored");
        _files.Images().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_that_a_host_fails_to_give_goes_to_another_host()
    {
        var memory = _files.Memory.Properties.Name;
        var key = await _files.UploadAsync(30, new UploadOptions { Hosts = ["host0", memory], Copies = 2 });
        _files.Memory.Downloads.Fail(BackendErrorKind.Transient);
        await Should.ThrowAsync<SettingsException>(_files.Storage.RepairAsync(key), "two copies need two hosts that answer");
        var result = await _files.Storage.RepairAsync(key, new RepairOptions { Hosts = ["host0", "host3"] });
        result.Sent.ShouldBe(30);
        await RequireWholeAsync(result.Key, 30, spare: 1);
    }

    [Fact]
    public async Task A_repaired_file_is_deleted_whole()
    {
        var key = await _files.UploadAsync(40, Parity);
        Directory.Delete(_files.Place(2), recursive: true);
        var result = await _files.Storage.RepairAsync(key);
        (await _files.Storage.PruneAsync()).Deleted.ShouldBe(0, "all that it has is named");
        await RequireWholeAsync(result.Key, 40, spare: 4);
        (await _files.Storage.DeleteAsync(result.Key)).IsComplete.ShouldBeTrue();
        _files.Images().ShouldBeEmpty();
        _files.Storage.History().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("public")]
    [InlineData("unlinked")]
    [InlineData("format1")]
    public async Task Files_of_every_kind_are_repaired_in_their_own_way(string kind)
    {
        var options = kind switch
        {
            "public" => Parity with { Public = true },
            "unlinked" => Parity with { PrivatePieces = true },
            _ => new UploadOptions { Backend = "host0", Format = 1 },
        };
        var key = await _files.UploadAsync(20, options);
        var pieces = (await _files.Storage.ReadManifestAsync(key)).Pieces;
        Lose(pieces.ElementAt(3).Key);
        var result = await _files.Storage.RepairAsync(key, new RepairOptions { From = kind == "format1" ? _files.Write(Content(20)) : null });
        result.Key.ShouldBe(key);
        var repaired = await _files.Storage.ReadManifestAsync(key);
        repaired.Pieces.Select(piece => piece.Secret is null).ShouldBe(pieces.Select(piece => piece.Secret is null));
        repaired.ProtocolVersion.ShouldBe(kind == "format1" ? 1 : 2);
        await RequireWholeAsync(key, 20, spare: kind == "format1" ? 0 : 4);
        var again = await _files.Storage.UploadAsync(new MemoryStream(Content(20)), options);
        again.Skipped.ShouldBe(kind == "unlinked" ? 0 : 20, "what was restored can be found again only if that could be before");
    }

    private async Task RequireWholeAsync(string key, int pieces, int spare)
    {
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages).ShouldBe((HealthState.Whole, spare));
        (await _files.DownloadAsync(key)).ShouldBe(Content(pieces));
    }
}
