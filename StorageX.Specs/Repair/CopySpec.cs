using Shouldly;
using StorageX.Manifests;
using Xunit;
using static StorageX.Specs.StoredFiles;

namespace StorageX.Specs.Repair;

/// <summary>A stored file goes to other hosts, as its images are.</summary>
public sealed class CopySpec : IAsyncDisposable
{
    private readonly StoredFiles _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Fact]
    public async Task A_copy_has_the_same_images_on_another_host_and_a_key_of_its_own()
    {
        var key = await _files.UploadAsync(12, new UploadOptions { Hosts = [_files.Memory.Properties.Name] });
        var pieces = (await _files.Storage.ReadManifestAsync(key)).Pieces;
        var result = await _files.Storage.CopyAsync(key, new CopyOptions { Backend = "host3" });
        (result.IsNewKey, result.OldKeyWorks, result.Sent, result.Restored).ShouldBe((true, true, 12, 0));
        var copied = (await _files.Storage.ReadManifestAsync(result.Key)).Pieces;
        copied.Select(piece => Convert.ToHexString(File.ReadAllBytes(PathOf(piece.Key)))).ShouldBe(pieces.Select(piece => Convert.ToHexString(_files.Memory.Images[piece.Key])));
        copied.Select(piece => piece.Secret!.Value.ToArray()).ShouldBe(pieces.Select(piece => piece.Secret!.Value.ToArray()));
        _files.Memory.Images.Clear();
        (await _files.DownloadElsewhereAsync(result.Key)).ShouldBe(Content(12));
        _files.Storage.History().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_copy_to_a_pool_gets_its_parity_and_one_with_the_same_parity_keeps_it()
    {
        var key = await _files.UploadAsync(25, new UploadOptions { Hosts = [_files.Memory.Properties.Name] });
        var safe = await _files.Storage.CopyAsync(key, new CopyOptions { Backend = "safe" });
        safe.Sent.ShouldBe(25 + (3 * 4));
        (await _files.Storage.HealthAsync(safe.Key)).SpareImages.ShouldBe(4);
        var other = await _files.Storage.CopyAsync(safe.Key, new CopyOptions { Hosts = ["host0", "host1", "host2", "host3", "host4", "host5", _files.Memory.Properties.Name], Parity = new ParityScheme(10, 4) });
        other.Sent.ShouldBe(0, "all of it is there");
        (await _files.DownloadElsewhereAsync(safe.Key)).ShouldBe(Content(25));
        var without = await _files.Storage.CopyAsync(safe.Key, new CopyOptions { Backend = "host5" });
        (await _files.Storage.ReadManifestAsync(without.Key)).Parity.ShouldBeNull();
        (await _files.DownloadAsync(without.Key)).ShouldBe(Content(25));
    }

    [Fact]
    public async Task A_copy_on_more_hosts_sends_only_what_is_not_there()
    {
        var key = await _files.UploadAsync(12, new UploadOptions { Backend = "host0" });
        var result = await _files.Storage.CopyAsync(key, new CopyOptions { Hosts = ["host0", "host1"], Copies = 2 });
        result.Sent.ShouldBe(12);
        (await _files.Storage.HealthAsync(result.Key)).SpareHosts.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_with_lost_images_is_copied_whole()
    {
        var key = await _files.UploadAsync(20, Parity);
        foreach (var image in (await _files.GroupAsync(key, 1)).Take(4))
            Lose(image);
        var result = await _files.Storage.CopyAsync(key, new CopyOptions { Hosts = [_files.Memory.Properties.Name] });
        result.Restored.ShouldBe(4);
        (await _files.DownloadElsewhereAsync(result.Key)).ShouldBe(Content(20));
    }

    [Fact]
    public async Task A_small_file_is_copied_with_its_root()
    {
        var key = (await _files.Storage.UploadAsync(new MemoryStream([1, 2, 3]), Parity)).Key;
        var result = await _files.Storage.CopyAsync(key, new CopyOptions { Backend = "host0" });
        (await _files.DownloadElsewhereAsync(result.Key)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_move_deletes_the_images_of_before_and_the_old_key_leads_on_from_here()
    {
        var key = await _files.UploadAsync(20, Parity);
        var other = await _files.Storage.UploadAsync(new MemoryStream(Content(20)[..(7 * PieceBytes)]), Parity with { Name = "part" });
        var result = await _files.Storage.MoveAsync(key, new CopyOptions { Hosts = [_files.Memory.Properties.Name] });
        (result.IsNewKey, result.OldKeyWorks, result.Deletion!.IsComplete).ShouldBe((true, false, true));
        result.Deletion.Shared.ShouldBeGreaterThan(0, "another upload names some");
        (await _files.DownloadAsync(other.Key)).ShouldBe(Content(20)[..(7 * PieceBytes)]);
        (await _files.DownloadAsync(key)).ShouldBe(Content(20));
        (await _files.DownloadElsewhereAsync(result.Key)).ShouldBe(Content(20));
        _files.Storage.History().Select(upload => upload.Key).ShouldBe([result.Key, other.Key], ignoreOrder: true);
        await Should.ThrowAsync<TransferException>(_files.DownloadElsewhereAsync(key));
    }

    [Fact]
    public async Task Every_key_that_a_file_had_leads_to_where_it_was_moved_last()
    {
        var first = await _files.UploadAsync(6, Parity);
        foreach (var image in (await _files.GroupAsync(first, 0)).Take(2))
            Lose(image);
        await _files.Storage.RepairAsync(first);
        var second = (await _files.Storage.MoveAsync(first, new CopyOptions { Hosts = [_files.Memory.Properties.Name] })).Key;
        var third = (await _files.Storage.MoveAsync(first, new CopyOptions { Backend = "host3" })).Key;
        foreach (var key in new[] { first, second, third })
            (await _files.DownloadAsync(key)).ShouldBe(Content(6));
        _files.Storage.History().ShouldHaveSingleItem().Key.ShouldBe(third);
        _files.Memory.Images.ShouldBeEmpty();
        (await _files.Storage.HealthAsync(first, quick: true)).State.ShouldBe(HealthState.Whole);
        _files.Storage.History()[0].Health!.State.ShouldBe(HealthState.Whole, "what is seen by an old key is known of the file");
        (await _files.Storage.DeleteAsync(first)).LeftHistory.ShouldBe(1);
        _files.Images().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_in_the_history_is_not_moved()
    {
        var key = await _files.UploadAsync(3, Parity);
        await _files.Storage.ForgetUploadAsync(_files.Storage.History()[0].Id);
        (await Should.ThrowAsync<TransferException>(_files.Storage.MoveAsync(key, new CopyOptions { Backend = "host0" }))).Message.ShouldContain("copy it instead");
        (await _files.DownloadAsync(key)).ShouldBe(Content(3));
    }

    [Fact]
    public async Task Pieces_that_are_too_large_for_a_host_are_refused_before_anything_is_sent()
    {
        var key = await _files.UploadAsync(3, Parity);
        _files.Memory.Properties = _files.Memory.Properties with { MaxSide = 20 };
        var error = await Should.ThrowAsync<SettingsException>(_files.Storage.CopyAsync(key, new CopyOptions { Hosts = [_files.Memory.Properties.Name] }));
        error.Message.ShouldContain("download it, and upload it there anew");
        _files.Memory.Uploads.Requests.Count.ShouldBe(0);
    }
}
