using Shouldly;
using StorageX.Backends;
using StorageX.Catalogue;
using StorageX.Catalogue.Sqlite;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Catalogue;

/// <summary>Keys that were replaced, where they lead, and which images stay named.</summary>
public sealed class RenewedKeySpec : IDisposable
{
    private static readonly string First = KeyOf("memory://a/root1", 1);
    private static readonly string Second = KeyOf("memory://a/root2", 2);
    private static readonly string Third = KeyOf("memory://b/root3", 3, "memory://c/root3");
    private readonly CataloguePlace _place = new();
    private readonly PieceCatalogue _here;
    private readonly PieceCatalogue _there;
    private readonly ProcessMark _mark;

    public RenewedKeySpec()
    {
        (_here, _there) = (_place.Open(TimeProvider.System), _place.Open(TimeProvider.System));
        _mark = new ProcessMark(_place.File);
    }

    public void Dispose()
    {
        foreach (var one in new IDisposable[] { _here, _there, _mark, _place })
            one.Dispose();
    }

    [Fact]
    public async Task The_upload_gets_the_new_key_and_the_old_one_leads_to_it()
    {
        await UploadedAsync(First, "1", "2");
        _here.NoteHealth(First, _ => new PastHealth(DateTimeOffset.UnixEpoch, HealthState.Weakened));
        var run = await StoredAsync("2", "3");
        _here.Renew(1, First, Second, "b", 7, run.Id);

        var upload = _there.Uploads().Single();
        (upload.Id, upload.Key, upload.Backend, upload.Pieces, upload.Name, upload.Health).ShouldBe((1, Second, "b", 7, "file", null));
        _there.WithKey(Second)!.Run.ShouldBe(run.Id);
        _there.WithKey(First).ShouldBeNull();
        _there.Redirected(First).ShouldBe(Second);
        _there.Redirected(Second).ShouldBeNull();
    }

    [Fact]
    public async Task A_chain_of_old_keys_leads_to_the_present_one_however_each_is_written()
    {
        await UploadedAsync(First, "1");
        _here.Renew(1, First, Third, "b", 1, (await StoredAsync("1")).Id);
        _here.Renew(1, Third, Second, "a", 1, (await StoredAsync("1")).Id);

        _there.Redirected(First).ShouldBe(Second);
        _there.Redirected(Third).ShouldBe(Second);
        _there.Redirected(KeyOf("memory://b/root3", 3)).ShouldBe(Second, "without its further places");
        _there.Redirected(KeyOf("memory://b/root3", 4)).ShouldBeNull("another secret");
        _there.Redirected("memory://b/root3").ShouldBeNull("no secret");
    }

    [Fact]
    public async Task A_key_that_comes_back_leads_nowhere_else()
    {
        await UploadedAsync(First, "1");
        _here.Renew(1, First, Second, "a", 1, (await StoredAsync("1")).Id);
        _here.Renew(1, Second, First, "a", 1, (await StoredAsync("1")).Id);
        _here.Redirected(First).ShouldBeNull();
        _here.Redirected(Second).ShouldBe(First);
    }

    [Fact]
    public async Task A_public_key_leads_on_too()
    {
        await UploadedAsync("memory://a/root", "1");
        _here.Renew(1, "memory://a/root", Second, "a", 1, (await StoredAsync("1")).Id);
        _here.Redirected("memory://a/root").ShouldBe(Second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("memory://a/1#sx2.short")]
    [InlineData("memory://a/nobody")]
    public void What_is_no_key_or_a_key_of_nobody_leads_nowhere(string key) => _here.Redirected(key).ShouldBeNull();

    [Fact]
    public async Task What_the_old_key_names_and_what_the_new_one_names_is_left_by_a_prune_and_nothing_else()
    {
        await UploadedAsync(First, "1", "2");
        var before = _here.WithKey(First)!.Run!.Value;
        var run = await StoredAsync("2", "3");
        (await StoredAsync("4")).Abandon();
        _here.Renew(1, First, Second, "a", 2, run.Id);

        Next(null).ShouldBe(["memory://a/4"]);
        _there.Require(tables => tables.Runs.List()).ShouldBeEmpty();
        (Named(before), Named(run.Id!.Value)).ShouldBe((0, 3), "what named the images before is swept");
    }

    [Fact]
    public async Task With_the_upload_all_its_images_go_and_the_old_keys()
    {
        await UploadedAsync(First, "1", "2");
        await UploadedAsync(Third, "2", "9");
        _here.Renew(1, First, Second, "a", 2, (await StoredAsync("3")).Id);
        var run = _here.WithKey(Second)!.Run!.Value;
        Next(run).ShouldBe(["memory://a/1", "memory://a/3"], ignoreOrder: true);
        Removal(run).Finish(1);
        Redirects().ShouldBe(0);
        _here.Redirected(First).ShouldBeNull();
    }

    [Fact]
    public async Task A_forgotten_upload_takes_its_old_keys_along_and_keeps_its_images()
    {
        await UploadedAsync(First, "1");
        _here.Renew(1, First, Second, "a", 1, (await StoredAsync("2")).Id);
        _here.ForgetUpload(1);
        Redirects().ShouldBe(0);
        _here.Redirected(First).ShouldBeNull();
        Next(null).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_it_is_not_known_what_the_new_key_names_its_manifest_is_read_first_and_the_old_images_stay()
    {
        await UploadedAsync(First, "1");
        _here.Renew(1, First, Second, "a", 1, null);
        Should.Throw<TransferException>(() => Next(null)).Message.ShouldContain("run the same command again");
        _here.Require(tables => tables.Transact(() =>
        {
            tables.Uploads.Trace(1, 4711);
            return tables;
        }));
        Next(null).ShouldBeEmpty();
    }

    [Fact]
    public void Who_only_reads_keys_is_made_no_catalogue()
    {
        _here.Redirected(First).ShouldBeNull();
        _here.NoteHealth(First, _ => new PastHealth(DateTimeOffset.UnixEpoch, HealthState.Whole));
        File.Exists(_place.File).ShouldBeFalse();
    }

    [Fact]
    public async Task An_upload_whose_images_are_not_known_is_not_renewed()
    {
        _here.RememberUpload("file", 1, "a", First, 2, 1);
        var run = await StoredAsync("1");
        Should.Throw<TransferException>(() => _here.Renew(1, First, Second, "a", 1, run.Id)).Message.ShouldContain("upload 1 of the history");
        Should.Throw<TransferException>(() => _here.Renew(77, First, Second, "a", 1, run.Id)).Message.ShouldBe("77: history has no upload of that number");
        Should.Throw<TransferException>(() => _here.Renew(1, First, "", "a", 1, run.Id)).Kind.ShouldBe(TransferErrorKind.InvalidKey);
        _here.Uploads().Single().Key.ShouldBe(First);
        _here.Require(tables => tables.Runs.List()).Single().Id.ShouldBe(run.Id!.Value);
        _here.Redirected(First).ShouldBeNull();
    }

    [Fact]
    public async Task Of_two_that_renew_one_upload_the_last_wins_and_no_key_is_lost()
    {
        await UploadedAsync(First, "1");
        var (one, other) = (await StoredAsync("2"), await StoredAsync("3"));
        _here.Renew(1, First, Second, "a", 1, one.Id);
        _there.Renew(1, First, Third, "b", 1, other.Id);
        _here.Redirected(First).ShouldBe(Third);
        _here.Redirected(Second).ShouldBe(Third);
        Next(null).ShouldBeEmpty();
    }

    [Fact]
    public async Task Thousands_of_images_come_along()
    {
        await UploadedAsync(First, [.. Enumerable.Range(0, 4001).Select(image => $"{image}")]);
        var before = _here.WithKey(First)!.Run!.Value;
        var run = await StoredAsync("1", "5000");
        _here.Renew(1, First, Second, "a", 1, run.Id);
        Next(null).ShouldBeEmpty();
        (Named(before), Named(run.Id!.Value)).ShouldBe((0, 4002));
    }

    [Fact]
    public async Task An_upload_shares_what_another_names_and_keeps_it_when_that_is_abandoned()
    {
        await UploadedAsync(First, "1");
        var repair = await StoredAsync("2", "3");
        var run = _here.WithKey(First)!.Run!.Value;
        _here.ShareImages(repair.Id!.Value, run);
        _here.ShareImages(repair.Id!.Value, run);
        repair.Abandon();
        Next(null).ShouldBeEmpty();
        Next(run).Count.ShouldBe(3);
    }

    [Fact]
    public void Where_the_catalogue_cannot_be_used_renewing_and_sharing_throw_and_no_key_leads_on()
    {
        _here.Dispose();
        Should.Throw<TransferException>(() => _here.Renew(1, First, Second, "a", 1, 1));
        Should.Throw<TransferException>(() => _here.ShareImages(1, 2));
        Should.Throw<TransferException>(() => _here.WithKey(First));
        _here.Redirected(First).ShouldBeNull();
        _here.NoteHealth(First, _ => null);
    }

    private static string KeyOf(string locator, byte secret, params string[] mirrors) => new ShareKey(locator, [.. Enumerable.Repeat(secret, 32)], mirrors).ToString();

    private async Task UploadedAsync(string key, params string[] images) => _here.RememberUpload("file", 1, "a", key, 2, 1, (await StoredAsync(images)).Id);

    private async Task<UploadRun> StoredAsync(params string[] images)
    {
        var run = UploadRun.Begin(_here, _mark, TimeProvider.System);
        foreach (var image in images)
            await run.KeepAsync("a", new StoredImage($"memory://a/{image}"), null, run.Now(), CancellationToken.None);
        return run;
    }

    private ImageRemoval Removal(long? run) => new(_here, _mark, run, [], null, isDry: false);

    private List<string> Next(long? run)
    {
        var removal = new ImageRemoval(_there, _mark, run, [], null, isDry: true);
        var found = new List<string>();
        while (!removal.IsAtEnd)
            found.AddRange(removal.Next(100, _ => true).Select(image => image.Stored.Locator));
        return found;
    }

    private long Redirects() => Count("SELECT COUNT(*) FROM redirects");

    private long Named(long run) => Count($"SELECT COUNT(*) FROM uses WHERE run = {run}");

    private long Count(string sql)
    {
        using var database = SqliteDatabase.Open(_place.File);
        return database.Integer(sql);
    }
}
