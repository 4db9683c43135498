using Shouldly;
using StorageX.Backends;
using StorageX.Catalogue;
using Xunit;

namespace StorageX.Specs.Catalogue;

/// <summary>What an upload and a deletion in two processes know of each other.</summary>
public sealed class UploadRunSpec : IDisposable
{
    private static readonly byte[] Digest = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly StoredImage Image = new("memory://a/1", "a secret");
    private readonly CataloguePlace _place = new();
    private readonly PieceCatalogue _here;
    private readonly PieceCatalogue _there;
    private readonly ProcessMark _thisOne;
    private readonly ProcessMark _other;

    public UploadRunSpec()
    {
        (_here, _there) = (_place.Open(TimeProvider.System), _place.Open(TimeProvider.System));
        (_thisOne, _other) = (new ProcessMark(_place.File), new ProcessMark(_place.File));
    }

    public void Dispose()
    {
        foreach (var one in new IDisposable[] { _here, _there, _thisOne, _other, _place })
            one.Dispose();
    }

    [Fact]
    public async Task An_image_is_known_with_what_deletes_it_and_the_upload_that_names_it()
    {
        var run = await StoredAsync(_here, _thisOne);
        var known = _there.Require(tables => tables.Images.Find(ImageId.Of(Image.Locator))!);
        (known.Stored, known.Backend).ShouldBe((Image, "a"));
        Next(_there, _other, run: null).ShouldBeEmpty();
        run.Abandon();
        Next(_there, _other, run: null).Single().Stored.Deletion.ShouldBe("a secret");
    }

    [Fact]
    public async Task A_piece_that_is_being_deleted_is_not_found_and_its_image_is_not_kept_until_that_has_ended()
    {
        var first = await StoredAsync(_here, _thisOne);
        _here.Remember("a", "2", Digest, 10, Image.Locator, null);
        first.Abandon();
        var upload = UploadRun.Begin(_here, _thisOne, TimeProvider.System);
        var before = upload.Now();
        var removal = new ImageRemoval(_there, _other, null, [], null, isDry: false);
        var doomed = removal.Next(10, _ => true).Single();
        upload.Claim(new PieceId("a", "2", Digest), _ => true).ShouldBeNull();

        // The host says that it has the image, which is deleted a moment later.
        var keeping = upload.KeepAsync("a", Image, Digest, before, CancellationToken.None);
        keeping.IsCompleted.ShouldBeFalse();
        removal.Gone(doomed);
        (await Should.ThrowAsync<BackendException>(keeping)).IsRetryable.ShouldBeTrue();

        await upload.KeepAsync("a", Image, Digest, upload.Now(), CancellationToken.None);
        Next(_there, _other, run: null).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_that_was_stored_before_its_deletion_ended_is_stored_again()
    {
        (await StoredAsync(_here, _thisOne)).Abandon();
        var upload = UploadRun.Begin(_here, _thisOne, TimeProvider.System);
        var removal = new ImageRemoval(_there, _other, null, [], null, isDry: false);
        var doomed = removal.Next(10, _ => true).Single();
        var before = upload.Now();
        removal.Gone(doomed);
        await Should.ThrowAsync<BackendException>(upload.KeepAsync("a", Image, Digest, before, CancellationToken.None));
    }

    [Fact]
    public async Task A_piece_that_an_upload_has_claimed_is_not_deleted()
    {
        var first = await StoredAsync(_here, _thisOne);
        _here.Remember("a", "2", Digest, 10, Image.Locator, null);
        first.Abandon();
        var upload = UploadRun.Begin(_there, _other, TimeProvider.System);
        upload.Claim(new PieceId("a", "2", Digest), _ => true)!.Locator.ShouldBe(Image.Locator);
        Next(_here, _thisOne, run: null).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_process_that_was_killed_had_under_way_counts_no_more()
    {
        await StoredAsync(_here, _thisOne);
        new HistoryImages(_there, _other, TimeProvider.System).EndDead();
        Next(_there, _other, run: null).ShouldBeEmpty();

        // A killed process leaves its file, and the lock goes.
        var name = _thisOne.Name;
        _thisOne.Dispose();
        File.WriteAllBytes($"{_place.File}-run-{name}", []);
        _other.IsAlive(name).ShouldBe(false);
        new HistoryImages(_there, _other, TimeProvider.System).EndDead();
        Next(_there, _other, run: null).Count.ShouldBe(1);
        File.Exists($"{_place.File}-run-{name}").ShouldBeFalse();
    }

    [Fact]
    public async Task A_deletion_that_was_cut_off_is_done_again_and_holds_up_nobody()
    {
        (await StoredAsync(_here, _thisOne)).Abandon();
        Next(_here, _thisOne, run: null).Count.ShouldBe(1);
        _thisOne.Dispose();
        var upload = UploadRun.Begin(_there, _other, TimeProvider.System);
        await Should.ThrowAsync<BackendException>(upload.KeepAsync("a", Image, Digest, upload.Now(), CancellationToken.None));
        Next(_there, _other, run: null).Count.ShouldBe(1);
    }

    [Fact]
    public void An_entry_that_a_disk_has_altered_deletes_nothing()
    {
        _here.Require(tables => tables.Transact(() =>
        {
            tables.Images.Enter("a", Image, null);
            return tables;
        }));
        using (var database = StorageX.Catalogue.Sqlite.SqliteDatabase.Open(_place.File))
            database.Execute("UPDATE images SET locator = 'memory://a/2'");
        Next(_here, _thisOne, run: null).ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_catalogue_cannot_be_used_nothing_is_found_and_nothing_is_deleted()
    {
        _here.Dispose();
        var run = UploadRun.Begin(_here, _thisOne, TimeProvider.System);
        run.Id.ShouldBeNull();
        run.Claim(new PieceId("a", "2", Digest), _ => true).ShouldBeNull();
        Should.Throw<TransferException>(() => Next(_here, _thisOne, run: null));
    }

    private static IReadOnlyList<KnownImage> Next(PieceCatalogue catalogue, ProcessMark mark, long? run) => new ImageRemoval(catalogue, mark, run, [], null, isDry: false).Next(10, _ => true);

    private static async Task<UploadRun> StoredAsync(PieceCatalogue catalogue, ProcessMark mark)
    {
        var run = UploadRun.Begin(catalogue, mark, TimeProvider.System);
        await run.KeepAsync("a", Image, Digest, run.Now(), CancellationToken.None);
        return run;
    }
}
