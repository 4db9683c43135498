using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Images;
using Xunit;
using static StorageX.Specs.StoredFiles;

namespace StorageX.Specs.Engine;

/// <summary>Files on several hosts, directories here, with copies and with parity: what they survive, and what is sent.</summary>
public sealed class PoolSpec : IAsyncDisposable
{
    private readonly StoredFiles _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(65)]
    public async Task A_file_with_parity_survives_the_loss_of_any_one_host(int pieces)
    {
        var file = Some.Bytes((pieces * PieceBytes) - 100, pieces);
        var upload = await _files.Storage.UploadAsync(new MemoryStream(file), Parity);
        upload.Manifest.PieceCount.ShouldBe(pieces);
        for (var host = 0; host < Hosts; host++)
        {
            await _files.WithoutAsync(host, async () => (await _files.DownloadAsync(upload.Key)).ShouldBe(file, $"without host {host}"));
        }
    }

    [Fact]
    public async Task Any_four_images_of_every_group_may_be_lost_and_with_five_of_one_it_is_lost_by_name()
    {
        var file = Some.Bytes(40 * PieceBytes, seed: 4);
        var key = (await _files.Storage.UploadAsync(new MemoryStream(file), Parity)).Key;
        var groups = await _files.GroupsAsync(key);
        groups.Count.ShouldBe(4);
        var random = new Random(4);
        var kept = new List<string>();
        foreach (var group in groups)
        {
            var images = group.ToArray();
            random.Shuffle(images);
            foreach (var image in images[..4])
                Lose(image);
            kept.AddRange(images[4..]);
        }

        (await _files.DownloadAsync(key)).ShouldBe(file);
        (await _files.Storage.VerifyAsync(key)).Defects.ShouldBeEmpty();
        Lose(kept[0]);
        (await Should.ThrowAsync<TransferException>(_files.DownloadAsync(key))).Kind.ShouldBe(TransferErrorKind.Lost);
        (await _files.Storage.VerifyAsync(key)).Defects.Count.ShouldBeInRange(1, 5);
    }

    [Fact]
    public async Task The_same_file_again_sends_nothing_but_its_root_and_one_changed_piece_itself_and_the_parity_of_its_group()
    {
        const int Capacity = (64 * 64 * 3) - 52;
        var (file, options) = (Some.Bytes(25 * Capacity, seed: 5), Parity with { Width = 64, Height = 64 });
        await _files.Storage.UploadAsync(new MemoryStream(file), options);
        var before = _files.Images().Count;
        (await _files.Storage.UploadAsync(new MemoryStream(file), options)).Skipped.ShouldBe(25);
        _files.Images().Count.ShouldBe(before + 5);
        file[12 * Capacity] ^= 1;
        (await _files.Storage.UploadAsync(new MemoryStream(file), options)).Skipped.ShouldBe(24);
        _files.Images().Count.ShouldBe(before + 5 + 1 + 4 + 5);
    }

    [Fact]
    public async Task With_two_copies_each_image_is_on_two_hosts_and_any_one_of_them_may_go()
    {
        var file = Some.Bytes(20 * PieceBytes, seed: 6);
        var upload = await _files.Storage.UploadAsync(new MemoryStream(file), new UploadOptions { Hosts = ["host0", "host1", "host2"], Copies = 2 });
        upload.Manifest.Pieces.ShouldAllBe(piece => piece.Mirrors.Count == 1 && _files.HostOf(piece.Key) != _files.HostOf(piece.Mirrors[0]));
        ShareKey.Parse(upload.Key).Mirrors.Count.ShouldBe(1);
        foreach (var host in Enumerable.Range(0, 3))
        {
            await _files.WithoutAsync(host, async () => (await _files.DownloadAsync(upload.Key)).ShouldBe(file));
        }
    }

    [Fact]
    public async Task A_copy_that_a_verify_found_lost_is_sent_again_and_the_other_is_not()
    {
        var file = Some.Bytes(4 * PieceBytes, seed: 7);
        var options = new UploadOptions { Hosts = ["host0", "host1"], Copies = 2 };
        var upload = await _files.Storage.UploadAsync(new MemoryStream(file), options);
        Lose(upload.Manifest.Pieces.First().Key);
        var before = _files.Images().Count;
        (await _files.Storage.UploadAsync(new MemoryStream(file), options)).Resent.ShouldBe(1);
        _files.Images().Count.ShouldBe(before + 1 + 2);
    }

    [Fact]
    public async Task A_host_that_takes_nothing_is_passed_over_and_the_policy_is_kept()
    {
        File.WriteAllText(_files.Place(3), "no directory");
        var file = Some.Bytes(30 * PieceBytes, seed: 8);
        var upload = await _files.Storage.UploadAsync(new MemoryStream(file), Parity);
        upload.PassedOver.ShouldHaveSingleItem().ShouldContain("host3");
        foreach (var host in new[] { 0, 1, 2, 4, 5 })
        {
            await _files.WithoutAsync(host, async () => (await _files.DownloadAsync(upload.Key)).ShouldBe(file));
        }
    }

    [Fact]
    public async Task A_small_file_is_in_its_root_alone_on_as_many_hosts_as_may_be_lost_and_one()
    {
        var key = (await _files.Storage.UploadAsync(new MemoryStream(new byte[100]), Parity)).Key;
        ShareKey.Parse(key).Mirrors.Count.ShouldBe(4);
        _files.Images().Count.ShouldBe(5);
        Lose(ShareKey.Parse(key).Locator);
        (await _files.DownloadAsync(key)).ShouldBe(new byte[100]);
    }

    [Fact]
    public async Task Texts_of_a_manifest_are_on_several_hosts_too()
    {
        var file = Some.Bytes(100 * PieceBytes, seed: 9);
        var key = (await _files.Storage.UploadAsync(new MemoryStream(file), Parity)).Key;
        foreach (var host in Enumerable.Range(0, Hosts))
        {
            await _files.WithoutAsync(host, async () => (await _files.DownloadAsync(key)).ShouldBe(file));
        }
    }

    [Fact]
    public async Task What_the_hosts_cannot_keep_is_refused_before_anything_is_sent()
    {
        await Should.ThrowAsync<SettingsException>(_files.Storage.UploadAsync(new MemoryStream(new byte[9000]), new UploadOptions { Hosts = ["host0", "host1"], Copies = 3 }));
        await Should.ThrowAsync<SettingsException>(_files.Storage.UploadAsync(new MemoryStream(new byte[9000]), Parity with { Copies = 2, Parity = new ParityScheme(10, 4) }));
        await Should.ThrowAsync<SettingsException>(_files.Storage.UploadAsync(new MemoryStream(new byte[9000]), Parity with { Format = 1 }));
        _files.Images().ShouldBeEmpty();
        _files.Storage.WeaknessOf(new UploadOptions { Hosts = ["host0", "host1", "host2"], Parity = new ParityScheme(10, 4) })!.ShouldContain("does not survive");
        _files.Storage.WeaknessOf(Parity).ShouldBeNull();
    }
}
