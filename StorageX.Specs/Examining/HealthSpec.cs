using Shouldly;
using StorageX.Backends;
using StorageX.Manifests;
using StorageX.Specs.Backends;
using StorageX.Specs.Images;
using Xunit;
using static StorageX.Specs.StoredFiles;

namespace StorageX.Specs.Examining;

/// <summary>What a file's hosts still have of it, and what more it survives: six directories, and a host in memory that can fail.</summary>
public sealed class HealthSpec : IAsyncDisposable
{
    private readonly StoredFiles _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_lost_nothing_is_whole_and_every_image_of_it_is_counted_once(bool quick)
    {
        var report = await _files.Storage.HealthAsync(await _files.UploadAsync(40, Parity), quick);
        (report.State, report.SpareImages, report.SpareHosts, report.ExistenceOnly).ShouldBe((HealthState.Whole, 4, 1, quick));
        report.Hosts.Select(host => host.Host).ShouldBe(Enumerable.Range(0, Hosts).Select(host => $"host{host}"));
        report.Hosts.ShouldAllBe(host => host.Images == _files.Images().Count(image => image.Contains(host.Host)));
        report.InAll.ShouldBe(new HostHealth("") { Images = _files.Images().Count, There = _files.Images().Count });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_four_images_of_a_group_lost_it_is_weakened_and_survives_no_more(bool quick)
    {
        var key = await _files.UploadAsync(40, Parity);
        foreach (var image in (await _files.GroupAsync(key, 1)).Where((_, place) => place is 0 or 5 or 9 or 12))
            Lose(image);
        var report = await _files.Storage.HealthAsync(key, quick);
        (report.State, report.SpareImages, report.SpareHosts).ShouldBe((HealthState.Weakened, 0, 0));
        (report.InAll.Lost, report.InAll.There, report.InAll.Altered).ShouldBe((4, _files.Images().Count, 0));
        report.Gone.ShouldBeEmpty();
        report.Stretches.Count(stretch => stretch is { Sets: 1, State: HealthState.Weakened, SpareImages: 0 }).ShouldBe(1);
        report.Stretches.Count(stretch => stretch is { Sets: 1, State: HealthState.Whole, SpareImages: 4 }).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task With_five_lost_the_pieces_among_them_are_gone_for_good()
    {
        var key = await _files.UploadAsync(40, Parity);
        foreach (var image in (await _files.GroupAsync(key, 1)).Where((_, place) => place is 0 or 5 or 9 or 12 or 13))
            Lose(image);
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages, report.SpareHosts).ShouldBe((HealthState.NotRestorable, null, null));
        string.Join(' ', report.Gone.Select(piece => piece.Seq)).ShouldBe("10 15 19");
        report.Gone.ShouldAllBe(piece => piece.Offset == piece.Seq * (long)PieceBytes && piece.Size == PieceBytes);
    }

    [Fact]
    public async Task An_altered_image_is_told_from_a_lost_one_and_is_sent_again_by_the_next_upload()
    {
        var (file, key) = (Some.Bytes(40 * PieceBytes, 40), await _files.UploadAsync(40, Parity));
        var group = await _files.GroupAsync(key, 0);
        Alter(group[2]);
        Alter(group[11]);
        Lose(group[3]);
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages, report.InAll.Altered, report.InAll.Lost).ShouldBe((HealthState.Weakened, 1, 2, 1));
        var again = await _files.Storage.UploadAsync(new MemoryStream(file), Parity);
        (again.Skipped, again.Resent).ShouldBe((38, 0), "it is known before the upload asks");
    }

    [Fact]
    public async Task Pieces_that_no_download_would_miss_are_looked_at_too()
    {
        var key = await _files.UploadAsync(100, Parity);
        var (root, parity) = (ShareKey.Parse(key), (await _files.GroupAsync(key, 3))[10..]);
        Lose(root.Mirrors[2]);
        Lose(parity[1]);
        (await _files.Storage.VerifyAsync(key)).Restored.ShouldBe(0);
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.InAll.Lost, report.SpareImages).ShouldBe((HealthState.Weakened, 2, 3));
    }

    [Fact]
    public async Task The_roots_first_host_may_be_gone()
    {
        var key = await _files.UploadAsync(40, Parity);
        var number = _files.HostOf(ShareKey.Parse(key).Locator);
        var host = $"host{number}";
        var images = _files.Images().Count(image => image.Contains(host));
        await _files.WithoutAsync(number, async () =>
        {
            var report = await _files.Storage.HealthAsync(key);
            (report.State, report.InAll.Lost).ShouldBe((HealthState.Weakened, images));
            report.Hosts.Single(each => each.Host == host).Lost.ShouldBe(images);
        });
    }

    [Fact]
    public async Task What_is_on_a_host_that_fails_is_unknown_and_it_is_not_asked_for_every_image()
    {
        var key = await _files.UploadAsync(60, new UploadOptions { Hosts = ["host0", Memory], Copies = 2 });
        _files.Memory.Downloads.Fail(BackendErrorKind.Transient);
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages, report.InAll.Lost).ShouldBe((HealthState.Weakened, 0, 0));
        report.Hosts.Single(host => host.Host == Memory).Unknown.ShouldBe(_files.Memory.Images.Count);
        _files.Memory.Downloads.Requests.Select(request => request.Locator).Distinct().Count().ShouldBeLessThan(40);
    }

    [Fact]
    public async Task What_only_a_host_that_fails_may_still_have_is_not_gone_for_good()
    {
        var key = await _files.UploadAsync(4, new UploadOptions { Hosts = ["host0", Memory], Copies = 2 });
        foreach (var piece in (await _files.Storage.ReadManifestAsync(key)).Pieces.Take(1))
            Lose(piece.Mirrors.Prepend(piece.Key).Single(locator => locator.StartsWith("file:", StringComparison.Ordinal)));
        _files.Memory.Downloads.Fail(BackendErrorKind.Transient);
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages, report.InAll.Lost, report.Gone.Count).ShouldBe((HealthState.Unreachable, null, 1, 0));
    }

    [Fact]
    public async Task On_a_single_host_every_image_is_needed()
    {
        var key = await _files.UploadAsync(8, new UploadOptions { Backend = "host0" });
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages, report.SpareHosts, report.InAll.Images).ShouldBe((HealthState.Whole, 0, 0, 9));
        Lose((await _files.Storage.ReadManifestAsync(key)).Pieces.ElementAt(3).Key);
        report = await _files.Storage.HealthAsync(key, quick: true);
        (report.State, report.InAll.Lost).ShouldBe((HealthState.NotRestorable, 1));
        report.Gone.ShouldHaveSingleItem().Seq.ShouldBe(3);
    }

    [Fact]
    public async Task With_three_copies_two_may_go()
    {
        var key = await _files.UploadAsync(8, new UploadOptions { Hosts = ["host0", "host1", "host2", "host3"], Copies = 3 });
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.SpareImages, report.SpareHosts, report.InAll.Images).ShouldBe((HealthState.Whole, 2, 2, _files.Images().Count));
        Lose((await _files.Storage.ReadManifestAsync(key)).Pieces.ElementAt(3).Mirrors[0]);
        (await _files.Storage.HealthAsync(key)).SpareImages.ShouldBe(1);
    }

    [Fact]
    public async Task An_image_that_pieces_of_a_group_share_is_counted_once()
    {
        var report = await _files.Storage.HealthAsync((await _files.Storage.UploadAsync(new MemoryStream(new byte[10 * PieceBytes]), Parity)).Key);
        (report.State, report.InAll.Images).ShouldBe((HealthState.Whole, _files.Images().Count));
    }

    [Fact]
    public async Task A_small_file_that_is_in_its_root_alone_is_looked_at_there()
    {
        var key = (await _files.Storage.UploadAsync(new MemoryStream(new byte[100]), Parity)).Key;
        Alter(ShareKey.Parse(key).Mirrors[1]);
        var report = await _files.Storage.HealthAsync(key);
        (report.State, report.InAll.Images, report.InAll.Altered, report.SpareImages).ShouldBe((HealthState.Weakened, 5, 1, 3));
    }

    [Fact]
    public async Task A_file_whose_root_is_nowhere_is_lost_by_name()
    {
        var key = await _files.UploadAsync(4, Parity);
        foreach (var image in _files.Images())
            File.Delete(image);
        (await Should.ThrowAsync<TransferException>(_files.Storage.HealthAsync(key))).Kind.ShouldBe(TransferErrorKind.Lost);
    }

    private string Memory => _files.Memory.Properties.Name;

    [Fact]
    public async Task The_history_keeps_what_was_found_also_where_that_was_an_error()
    {
        var key = await _files.UploadAsync(40, Parity);
        var other = await _files.UploadAsync(3, new UploadOptions { Hosts = [Memory] });
        await _files.Storage.HealthAsync(key, quick: true);
        _files.Storage.History()[1].Health.ShouldNotBeNull();
        (_files.Storage.History()[1].Health! with { LookedAt = default }).ShouldBe(new PastHealth(default, HealthState.Whole) { Missing = 0, SpareImages = 4, SpareHosts = 1, ExistenceOnly = true });
        _files.Memory.Downloads.Fail(BackendErrorKind.Transient, attempts: 2);
        await Should.ThrowAsync<TransferException>(_files.Storage.HealthAsync(other));
        _files.Storage.History()[0].Health!.State.ShouldBe(HealthState.Unreachable);
        _files.Memory.Images.Remove(ShareKey.Parse(other).Locator);
        await Should.ThrowAsync<TransferException>(_files.Storage.VerifyAsync(other));
        _files.Storage.History()[0].Health!.State.ShouldBe(HealthState.NotRestorable);
    }
}
