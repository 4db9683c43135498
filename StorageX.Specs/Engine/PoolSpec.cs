using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Engine;

/// <summary>Files on several hosts, directories here, with copies and with parity: what they survive, and what is sent.</summary>
public sealed class PoolSpec : IAsyncDisposable
{
    private const int Hosts = 6;
    private const int PieceBytes = 3020;
    private readonly TemporaryDirectory _folder = new();
    private readonly Storage _storage;

    public PoolSpec() => _storage = Open("data");

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(65)]
    public async Task A_file_with_parity_survives_the_loss_of_any_one_host(int pieces)
    {
        var file = Some.Bytes((pieces * PieceBytes) - 100, pieces);
        var upload = await _storage.UploadAsync(new MemoryStream(file), Parity);
        upload.Manifest.PieceCount.ShouldBe(pieces);
        for (var host = 0; host < Hosts; host++)
        {
            Directory.Move(_folder[$"host{host}"], _folder["away"]);
            (await DownloadAsync(upload.Key)).ShouldBe(file, $"without host {host}");
            Directory.Move(_folder["away"], _folder[$"host{host}"]);
        }
    }

    [Fact]
    public async Task Any_four_images_of_every_group_may_be_lost_and_with_five_of_one_it_is_lost_by_name()
    {
        var file = Some.Bytes(40 * PieceBytes, seed: 4);
        var key = (await _storage.UploadAsync(new MemoryStream(file), Parity)).Key;
        var manifest = await _storage.ReadManifestAsync(key);
        var groups = PieceGroup.Walk(manifest).Select(member => member.Group!).Distinct().ToList();
        groups.Count.ShouldBe(4);
        var random = new Random(4);
        var kept = new List<string>();
        foreach (var group in groups)
        {
            var images = ImagesOf(group).ToArray();
            random.Shuffle(images);
            foreach (var image in images[..4])
                File.Delete(image);
            kept.AddRange(images[4..]);
        }

        (await DownloadAsync(key)).ShouldBe(file);
        (await _storage.VerifyAsync(key)).Defects.ShouldBeEmpty();
        File.Delete(kept[0]);
        (await Should.ThrowAsync<TransferException>(DownloadAsync(key))).Kind.ShouldBe(TransferErrorKind.Lost);
        (await _storage.VerifyAsync(key)).Defects.Count.ShouldBeInRange(1, 5);
    }

    [Fact]
    public async Task The_same_file_again_sends_nothing_but_its_root_and_one_changed_piece_itself_and_the_parity_of_its_group()
    {
        const int Capacity = (64 * 64 * 3) - 52;
        var (file, options) = (Some.Bytes(25 * Capacity, seed: 5), Parity with { Width = 64, Height = 64 });
        await _storage.UploadAsync(new MemoryStream(file), options);
        var before = Images().Count;
        (await _storage.UploadAsync(new MemoryStream(file), options)).Skipped.ShouldBe(25);
        Images().Count.ShouldBe(before + 5);
        file[12 * Capacity] ^= 1;
        (await _storage.UploadAsync(new MemoryStream(file), options)).Skipped.ShouldBe(24);
        Images().Count.ShouldBe(before + 5 + 1 + 4 + 5);
    }

    [Fact]
    public async Task With_two_copies_each_image_is_on_two_hosts_and_any_one_of_them_may_go()
    {
        var file = Some.Bytes(20 * PieceBytes, seed: 6);
        var upload = await _storage.UploadAsync(new MemoryStream(file), new UploadOptions { Hosts = ["host0", "host1", "host2"], Copies = 2 });
        upload.Manifest.Pieces.ShouldAllBe(piece => piece.Mirrors.Count == 1 && HostOf(piece.Key) != HostOf(piece.Mirrors[0]));
        ShareKey.Parse(upload.Key).Mirrors.Count.ShouldBe(1);
        foreach (var host in Enumerable.Range(0, 3))
        {
            Directory.Move(_folder[$"host{host}"], _folder["away"]);
            (await DownloadAsync(upload.Key)).ShouldBe(file);
            Directory.Move(_folder["away"], _folder[$"host{host}"]);
        }
    }

    [Fact]
    public async Task A_copy_that_a_verify_found_lost_is_sent_again_and_the_other_is_not()
    {
        var file = Some.Bytes(4 * PieceBytes, seed: 7);
        var options = new UploadOptions { Hosts = ["host0", "host1"], Copies = 2 };
        var upload = await _storage.UploadAsync(new MemoryStream(file), options);
        File.Delete(PathOf(upload.Manifest.Pieces.First().Key));
        var before = Images().Count;
        (await _storage.UploadAsync(new MemoryStream(file), options)).Resent.ShouldBe(1);
        Images().Count.ShouldBe(before + 1 + 2);
    }

    [Fact]
    public async Task A_host_that_takes_nothing_is_passed_over_and_the_policy_is_kept()
    {
        File.WriteAllText(_folder["host3"], "no directory");
        var file = Some.Bytes(30 * PieceBytes, seed: 8);
        var upload = await _storage.UploadAsync(new MemoryStream(file), Parity);
        upload.PassedOver.ShouldHaveSingleItem().ShouldContain("host3");
        foreach (var host in new[] { 0, 1, 2, 4, 5 })
        {
            Directory.Move(_folder[$"host{host}"], _folder["away"]);
            (await DownloadAsync(upload.Key)).ShouldBe(file);
            Directory.Move(_folder["away"], _folder[$"host{host}"]);
        }
    }

    [Fact]
    public async Task A_small_file_is_in_its_root_alone_on_as_many_hosts_as_may_be_lost_and_one()
    {
        var key = (await _storage.UploadAsync(new MemoryStream(new byte[100]), Parity)).Key;
        ShareKey.Parse(key).Mirrors.Count.ShouldBe(4);
        Images().Count.ShouldBe(5);
        File.Delete(PathOf(ShareKey.Parse(key).Locator));
        (await DownloadAsync(key)).ShouldBe(new byte[100]);
    }

    [Fact]
    public async Task Texts_of_a_manifest_are_on_several_hosts_too()
    {
        var file = Some.Bytes(100 * PieceBytes, seed: 9);
        var key = (await _storage.UploadAsync(new MemoryStream(file), Parity)).Key;
        foreach (var host in Enumerable.Range(0, Hosts))
        {
            Directory.Move(_folder[$"host{host}"], _folder["away"]);
            (await DownloadAsync(key)).ShouldBe(file);
            Directory.Move(_folder["away"], _folder[$"host{host}"]);
        }
    }

    [Fact]
    public async Task What_the_hosts_cannot_keep_is_refused_before_anything_is_sent()
    {
        await Should.ThrowAsync<SettingsException>(_storage.UploadAsync(new MemoryStream(new byte[9000]), new UploadOptions { Hosts = ["host0", "host1"], Copies = 3 }));
        await Should.ThrowAsync<SettingsException>(_storage.UploadAsync(new MemoryStream(new byte[9000]), Parity with { Copies = 2, Parity = new ParityScheme(10, 4) }));
        await Should.ThrowAsync<SettingsException>(_storage.UploadAsync(new MemoryStream(new byte[9000]), Parity with { Format = 1 }));
        Images().ShouldBeEmpty();
        _storage.WeaknessOf(new UploadOptions { Hosts = ["host0", "host1", "host2"], Parity = new ParityScheme(10, 4) })!.ShouldContain("does not survive");
        _storage.WeaknessOf(Parity).ShouldBeNull();
    }

    private static UploadOptions Parity => new() { Backend = "safe" };

    private Storage Open(string data) => new(StorageXSettings.Parse($$"""
        storagex {
          data = "{{_folder[data].Replace('\\', '/')}}"
          piece { width = 32, height = 32 }
          uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
          downloads { attempts = 2, backoff { min = 1ms, max = 1ms } }
          backends {
            {{string.Join('\n', Enumerable.Range(0, Hosts).Select(host => $"host{host} {{ type = directory, sync = off, path = \"{_folder[$"host{host}"].Replace('\\', '/')}\" }}"))}}
            safe { type = pool, hosts = [{{string.Join(", ", Enumerable.Range(0, Hosts).Select(host => $"host{host}"))}}], parity = "10+4" }
          }
        }
        """));

    private static IEnumerable<string> ImagesOf(PieceGroup group) => group.Pieces.Select(piece => piece.Key).Concat(group.Parity.Select(parity => parity.Key)).Select(PathOf);

    private static string PathOf(string locator) => new Uri(locator).LocalPath;

    private string HostOf(string locator) => Path.GetRelativePath(_folder.Path, PathOf(locator)).Split(Path.DirectorySeparatorChar)[0];

    private List<string> Images() => [.. Directory.EnumerateFiles(_folder.Path, "*.png", SearchOption.AllDirectories)];

    private async Task<byte[]> DownloadAsync(string key)
    {
        using var target = new MemoryStream();
        await _storage.DownloadAsync(key, target);
        return target.ToArray();
    }
}
