using Shouldly;
using StorageX.Backends;
using StorageX.Images;
using StorageX.Pacing;
using StorageX.Pieces;
using StorageX.Specs.Backends;
using StorageX.Specs.Catalogue;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Deletion;

/// <summary>What is deleted, and what must not be.</summary>
public sealed class DeletionSpec : IAsyncDisposable
{
    private const int Piece = (32 * 32 * 3) - 52;
    private readonly TemporaryDirectory _folder = new();
    private readonly MemoryBackend _host = new();
    private readonly List<Storage> _open = [];

    private Storage One => _open.Count > 0 ? _open[0] : Open();

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in _open)
            await storage.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_image_of_an_upload_goes_manifests_too_and_the_upload_leaves_the_history(bool isPrivate)
    {
        var upload = await StoreAsync(One, Blocks(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30), isPrivate);
        _host.Images.Count.ShouldBeGreaterThan(31);
        var stored = _host.Images.Count;
        var report = await One.DeleteAsync(upload.Key);
        (report.Deleted, report.Shared, report.IsComplete, report.LeftHistory).ShouldBe((stored, 0, true, 1));
        _host.Images.ShouldBeEmpty();
        One.History().ShouldBeEmpty();
    }

    [Fact]
    public async Task Images_that_another_upload_names_stay_and_go_with_the_last_of_them()
    {
        var first = await StoreAsync(One, Blocks(1, 2, 3, 4));
        var second = await StoreAsync(One, Blocks(3, 4, 5));
        (await One.DeleteAsync(first.Key)).Shared.ShouldBe(2);
        await MustGiveAsync(One, second.Key, Blocks(3, 4, 5));
        (await One.DeleteAsync(One.History()[0].Id)).IsComplete.ShouldBeTrue();
        _host.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_upload_sends_what_was_deleted_anew()
    {
        await One.DeleteAsync((await StoreAsync(One, Blocks(1, 2, 3))).Key);
        var again = await StoreAsync(One, Blocks(1, 2, 3));
        again.Skipped.ShouldBe(0);
        await MustGiveAsync(One, again.Key, Blocks(1, 2, 3));
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing_and_tells_what_would_go()
    {
        var upload = await StoreAsync(One, Blocks(1, 2, 3));
        var report = await One.DeleteAsync(upload.Key, new DeleteOptions { DryRun = true });
        (report.Deleted, report.IsDryRun).ShouldBe((4, true));
        await MustGiveAsync(One, upload.Key, Blocks(1, 2, 3));
        One.History().Count.ShouldBe(1);
        (await StoreAsync(One, Blocks(1, 2, 3))).Skipped.ShouldBe(3);
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_listed_and_keeps_the_upload_in_the_history()
    {
        var upload = await StoreAsync(One, Blocks(1, 2));
        _host.Properties = _host.Properties with { CanDelete = false };
        var report = await One.DeleteAsync(upload.Key);
        (report.Deleted, report.UndeletedCount, report.IsComplete, report.LeftHistory).ShouldBe((0, 3, false, 0));
        report.Undeleted.Select(image => image.Locator).Order().ShouldBe(_host.Images.Keys.Order());
        report.Undeleted.ShouldAllBe(image => image.Reason.Contains("how to delete"));
        await MustGiveAsync(One, upload.Key, Blocks(1, 2));
        One.History().Count.ShouldBe(1);
        _host.Properties = _host.Properties with { CanDelete = true };
        (await One.DeleteAsync(upload.Key)).IsComplete.ShouldBeTrue();
        _host.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_is_not_of_the_history_deletes_nothing()
    {
        var upload = await StoreAsync(One, Blocks(1, 2));
        await using var stranger = Open("elsewhere");
        (await Should.ThrowAsync<TransferException>(stranger.DeleteAsync(upload.Key))).Message.ShouldContain("not in the history");
        (await Should.ThrowAsync<TransferException>(One.DeleteAsync(77))).Kind.ShouldBe(TransferErrorKind.InvalidKey);
        _host.Images.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_forgotten_upload_keeps_its_images_and_can_be_deleted_by_its_key()
    {
        var kept = await StoreAsync(One, Blocks(1, 2, 3));
        var other = await StoreAsync(One, Blocks(2, 3, 4));
        (await One.ForgetUploadAsync(1)).ShouldBeTrue();
        One.History().Select(upload => upload.Key).ShouldBe([other.Key]);
        await One.DeleteAsync(other.Key);
        (await One.PruneAsync()).Deleted.ShouldBe(0);
        await MustGiveAsync(One, kept.Key, Blocks(1, 2, 3));
        (await One.DeleteAsync(kept.Key)).IsComplete.ShouldBeTrue();
        _host.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prune_deletes_what_an_upload_that_failed_has_left_and_nothing_else()
    {
        var kept = await StoreAsync(One, Blocks(1, 2, 3));
        _host.Uploads.Fail(BackendErrorKind.Rejected, number: _host.Images.Count + 3);
        await Should.ThrowAsync<TransferException>(StoreAsync(One, Blocks(2, 3, 4, 5, 6, 7, 8, 9)));
        var stored = _host.Images.Count;
        (await One.PruneAsync(new DeleteOptions { DryRun = true })).Deleted.ShouldBe(stored - 4);
        _host.Images.Count.ShouldBe(stored);
        (await One.PruneAsync()).Deleted.ShouldBe(stored - 4);
        _host.Images.Count.ShouldBe(4);
        await MustGiveAsync(One, kept.Key, Blocks(1, 2, 3));
        (await One.PruneAsync()).Deleted.ShouldBe(0);
    }

    [Fact]
    public async Task What_an_upload_under_way_uses_is_neither_deleted_nor_pruned()
    {
        var first = await StoreAsync(One, Blocks(1, 2, 3));
        var gate = _host.Uploads.Hold(number: _host.Images.Count);
        var running = StoreAsync(Open(), Blocks(2, 3, 4, 5, 6));
        await Condition.UntilAsync(() => _host.Images.Count >= 6);
        (await One.PruneAsync()).Deleted.ShouldBe(0);
        (await One.DeleteAsync(first.Key)).Shared.ShouldBe(2);
        gate.SetResult();
        await MustGiveAsync(One, (await running).Key, Blocks(2, 3, 4, 5, 6));
    }

    [Fact]
    public async Task A_deletion_counts_against_no_budget()
    {
        _host.Properties = _host.Properties with { Limits = new HostLimits { Budgets = [new ImageBudget(4, TimeSpan.FromDays(1))] } };
        var upload = await StoreAsync(One, Blocks(1, 2, 3));
        (await One.DeleteAsync(upload.Key)).Deleted.ShouldBe(4);
        _host.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_manifest_that_a_host_made_up_deletes_nothing_elsewhere()
    {
        var precious = _folder.Write("precious.png", [1, 2, 3]);
        var stored = await StoreAsync(One, Blocks(1, 2, 3), isPublic: true);
        var manifest = $$"""{"protocol_version":2.0,"filename":"a","size":3,"piece_width":32,"piece_height":32,"pieces":[{"seq":0,"key":"{{new Uri(precious).AbsoluteUri}}","offset":0,"size":3,"checksum":"sha256:{{new string('0', 64)}}"}]}""";
        using (var image = PieceFormat.Public.SealRoot(System.Text.Encoding.UTF8.GetBytes(manifest), new CanvasSize(32, 32)).Image)
            _host.Images[stored.Key] = image.Span.ToArray();
        await AgeAsync();
        await One.DeleteAsync(stored.Key);
        File.Exists(precious).ShouldBeTrue();
        _host.Images.ContainsKey(stored.Key).ShouldBeFalse();
    }

    [Fact]
    public async Task An_upload_of_a_catalogue_of_before_is_read_and_then_deleted_whole()
    {
        var first = await StoreAsync(One, Blocks([.. Enumerable.Range(1, 40)]));
        var second = await StoreAsync(One, Blocks(40, 41, 42));
        await AgeAsync();
        (await One.DeleteAsync(first.Key)).Shared.ShouldBe(1);
        await MustGiveAsync(One, second.Key, Blocks(40, 41, 42));
        await One.DeleteAsync(second.Key);
        _host.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_deleted_while_it_is_not_known_what_another_upload_names()
    {
        var first = await StoreAsync(One, Blocks(1, 2, 3));
        var second = await StoreAsync(One, Blocks(2, 3, 4));
        await AgeAsync();
        var root = second.Key[..second.Key.IndexOf('#')];
        _host.Images.Remove(root);
        var stored = _host.Images.Count;
        var error = await Should.ThrowAsync<TransferException>(One.DeleteAsync(first.Key));
        error.Message.ShouldContain("storagex forget 2");
        await Should.ThrowAsync<TransferException>(One.PruneAsync());
        _host.Images.Count.ShouldBe(stored);
        (await One.ForgetUploadAsync(2)).ShouldBeFalse();
        (await One.DeleteAsync(first.Key)).IsComplete.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_uploaded_deleted_pruned_and_forgotten_by_two_programs_at_once_no_file_of_the_history_is_hurt(int seed)
    {
        var random = new Random(seed);
        var files = new List<(string Key, byte[] Bytes)>();
        var programs = new[] { Open(), Open() };
        for (var round = 0; round < 25; round++)
        {
            await Task.WhenAll(programs.Select(program => Task.Run(() => StepAsync(program, files, new Random((seed * 1000) + random.Next(1000))))).ToList());
            foreach (var (key, bytes) in files)
                await MustGiveAsync(programs[round % 2], key, bytes);
        }

        foreach (var (key, _) in files.ToList())
            (await programs[0].DeleteAsync(key)).IsComplete.ShouldBeTrue();
        await programs[1].PruneAsync();
        _host.Images.Keys.ShouldBeEmpty($"seed {seed}");
    }

    private static async Task StepAsync(Storage program, List<(string Key, byte[] Bytes)> files, Random random)
    {
        (string Key, byte[] Bytes)? gone = null;
        switch (random.Next(10))
        {
            case < 5:
                var bytes = Blocks([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(40))]);
                var stored = await StoreAsync(program, bytes, random.Next(5) == 0);
                lock (files)
                    files.Add((stored.Key, bytes));
                break;
            case < 7:
                using (var cancel = new CancellationTokenSource())
                {
                    var cut = Blocks([.. Enumerable.Range(0, 30).Select(_ => random.Next(60))]);
                    try
                    {
                        var whole = await program.UploadAsync(new MemoryStream(cut), null, new Until(random.Next(20), cancel.Cancel), cancel.Token);
                        lock (files)
                            files.Add((whole.Key, cut));
                    }
                    catch (OperationCanceledException)
                    {
                        // Its images are nobody's now.
                    }
                }

                break;
            case < 9:
                lock (files)
                {
                    if (files.Count == 0)
                        return;
                    files.Remove((gone = files[random.Next(files.Count)]).Value);
                }

                (await program.DeleteAsync(gone.Value.Key)).IsComplete.ShouldBeTrue();
                break;
            default:
                await program.PruneAsync();
                break;
        }
    }

    private Storage Open(string data = "data")
    {
        var storage = new Storage(
            StorageXSettings.Parse($$"""
                storagex {
                  data = "{{_folder[data].Replace('\\', '/')}}"
                  piece { width = 32, height = 32 }
                  uploads { attempts = 5, backoff { min = 1ms, max = 1ms } }
                  downloads { attempts = 2, backoff { min = 1ms, max = 1ms } }
                }
                """),
            _host);
        if (data == "data")
            _open.Add(storage);
        return storage;
    }

    /// <summary>Makes the catalogue one of the first version.</summary>
    private async Task AgeAsync()
    {
        foreach (var storage in _open)
            await storage.DisposeAsync();
        _open.Clear();
        OlderCatalogue.Make(_folder["data", "catalogue.db"], version: 1);
    }

    private static Task<UploadResult> StoreAsync(Storage storage, byte[] bytes, bool isPrivate = false, bool isPublic = false) =>
        storage.UploadAsync(new MemoryStream(bytes), new UploadOptions { PrivatePieces = isPrivate, Public = isPublic });

    private static async Task MustGiveAsync(Storage storage, string key, byte[] bytes)
    {
        using var back = new MemoryStream();
        await storage.DownloadAsync(key, back);
        back.ToArray().ShouldBe(bytes);
    }

    private static byte[] Blocks(params int[] seeds) => [.. seeds.SelectMany(seed => Some.Bytes(Piece, seed))];
}
