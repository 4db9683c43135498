using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>How shares are made, counted and ended.</summary>
public sealed class ShareSpec
{
    [Fact(Timeout = 60_000)]
    public async Task A_share_that_is_used_up_answers_410()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(50_000, seed: 1);
        var (id, url) = await sharing.StoreAndShareAsync(bytes, maxDownloads: 2);
        (await sharing.ReadAsync(url)).ShouldBe(bytes);
        (await sharing.ReadAsync(url)).ShouldBe(bytes);
        await GoneAsync(sharing, url, "share-used-up");
        var listed = await sharing.ListedAsync(id);
        (listed.GetProperty("state").GetString(), listed.GetProperty("downloads").GetInt32(), listed.GetProperty("bytesGiven").GetInt64()).ShouldBe(("used-up", 2, 100_000));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_is_not_shared_as_a_file()
    {
        using var place = new TemporaryDirectory();
        var images = $"storagex.backends.directory.path = \"{place["images"]}\"";
        Directory.CreateDirectory(place["folder"]);
        await using var storage = new Storage(StorageXSettings.Parse($"{images}\nstoragex.data = \"{place["data"]}\""));
        var key = (await storage.UploadFolderAsync(place["folder"])).Upload.Key;
        await using var sharing = await SharingDaemon.StartAsync(images);
        using var answer = await sharing.Daemon.Client.PostAsJsonAsync("/v1/shares", new { key });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("leads to a folder");
        (await sharing.Daemon.GetAsync("/v1/shares")).GetProperty("shares").GetArrayLength().ShouldBe(0);
    }

    [SmallDiskFact(Timeout = 60_000)]
    public async Task On_a_full_disk_a_share_is_given_and_counted_all_the_same()
    {
        using var disk = SmallDisk.TryMount("size=4m")!;
        await using var sharing = await SharingDaemon.StartAsync($"storagex {{ data = \"{disk.Path}\", daemon.token-file = \"{disk.Path}/token\" }}");
        var bytes = Some.Bytes(100_000, seed: 9);
        var (_, url) = await sharing.StoreAndShareAsync(bytes, maxDownloads: 2);
        disk.Fill();
        (await sharing.ReadAsync(url)).ShouldBe(bytes);
        disk.Free();
        (await sharing.ReadAsync(url)).ShouldBe(bytes);
        await GoneAsync(sharing, url, "share-used-up");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_parts_of_one_download_count_as_one()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(50_000, seed: 2);
        var (id, url) = await sharing.StoreAndShareAsync(bytes, maxDownloads: 1);
        (await sharing.ReadAsync(url, "bytes=0-1")).ShouldBe(bytes[..2]);
        (await sharing.ReadAsync(url, "bytes=0-9999")).ShouldBe(bytes[..10_000]);
        (await sharing.ReadAsync(url, "bytes=10000-")).ShouldBe(bytes[10_000..]);
        (await sharing.ListedAsync(id)).GetProperty("state").GetString().ShouldBe("used-up");
        await GoneAsync(sharing, url, "share-used-up");
    }

    [Fact(Timeout = 60_000)]
    public async Task Downloads_at_once_are_not_more_than_allowed_and_one_that_breaks_off_makes_room()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex.piece { width = 256, height = 256 }");
        var bytes = Some.Bytes(20_000_000, seed: 3);
        var (_, url) = await sharing.StoreAndShareAsync(bytes, maxDownloads: 1);
        using (var first = await sharing.GetAsync(url))
        {
            await (await first.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[1000]);
            using var second = await sharing.GetAsync(url);
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            second.Headers.RetryAfter.ShouldNotBeNull();
        }

        await UntilAsync(async () =>
        {
            using var again = await sharing.GetAsync(url, "bytes=0-9");
            return again.StatusCode == HttpStatusCode.PartialContent;
        });
    }

    [Fact(Timeout = 60_000)]
    public async Task More_requests_than_the_daemon_serves_at_once_are_told_to_come_back()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex { daemon.shares.streams = 2, piece { width = 256, height = 256 } }");
        var (_, url) = await sharing.StoreAndShareAsync(Some.Bytes(20_000_000, seed: 4));
        using var one = await sharing.GetAsync(url);
        using var two = await sharing.GetAsync(url);
        using var three = await sharing.GetAsync(url);
        (one.StatusCode, two.StatusCode, three.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_expired_share_answers_410()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(2000, seed: 5);
        var (id, url) = await sharing.StoreAndShareAsync(bytes, expires: TimeProvider.System.GetUtcNow().AddSeconds(3));
        (await sharing.ReadAsync(url)).ShouldBe(bytes);
        await UntilAsync(async () => (await sharing.ListedAsync(id)).GetProperty("state").GetString() == "expired");
        await GoneAsync(sharing, url, "share-expired");
    }

    [Fact(Timeout = 60_000)]
    public async Task Revoking_ends_the_url_and_what_is_being_given()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex.piece { width = 256, height = 256 }");
        var bytes = Some.Bytes(20_000_000, seed: 6);
        var (id, url) = await sharing.StoreAndShareAsync(bytes);
        using var running = await sharing.GetAsync(url);
        var body = await running.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1000]);
        (await sharing.Daemon.Client.DeleteAsync($"/v1/shares/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Should.ThrowAsync<IOException>(async () => await body.CopyToAsync(Stream.Null));
        await GoneAsync(sharing, url, "share-revoked");
        using var head = await sharing.Anyone.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        head.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await sharing.Daemon.Client.DeleteAsync($"/v1/shares/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await sharing.Daemon.Client.DeleteAsync("/v1/shares/999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/s/AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/s/short")]
    [InlineData("/s/!!!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_url_that_nobody_made_answers_404(string path)
    {
        await using var sharing = await SharingDaemon.StartAsync();
        using var answer = await sharing.GetAsync(new Uri(sharing.Daemon.Address, path));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("urn:storagex:problem:no-such-share");
    }

    [Fact(Timeout = 60_000)]
    public async Task Shares_and_what_they_have_given_survive_a_restart()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(50_000, seed: 7);
        var job = await sharing.StoreAsync(bytes, "photo.png");
        var (id, url) = await sharing.ShareAsync(new { job, maxDownloads = 2, expires = TimeProvider.System.GetUtcNow().AddDays(1) });
        var (revoked, dead) = await sharing.ShareAsync(new { job });
        (await sharing.Daemon.Client.DeleteAsync($"/v1/shares/{revoked}")).Dispose();
        await sharing.ReadAsync(url);
        var before = (await sharing.ListedAsync(id)).GetRawText();
        await sharing.RestartAsync();
        (await sharing.ListedAsync(id)).GetRawText().ShouldBe(before);
        var here = new Uri(sharing.Daemon.Address, url.AbsolutePath);
        (await sharing.ReadAsync(here)).ShouldBe(bytes);
        await GoneAsync(sharing, here, "share-used-up");
        await GoneAsync(sharing, new Uri(sharing.Daemon.Address, dead.AbsolutePath), "share-revoked");
        (await sharing.ShareAsync(new { job })).Id.ShouldBe(revoked + 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_on_the_disk_opens_nothing()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var key = await sharing.KeyOfAsync(await sharing.StoreAsync(Some.Bytes(2000, seed: 8)));
        var (_, url) = await sharing.ShareAsync(new { key });
        var (locator, secret) = (key.Split('#')[0], key.Split('#')[1]);
        var files = Directory.GetFiles(Path.Combine(sharing.Daemon.Data, "daemon"), "shares.db*");
        files.ShouldNotBeEmpty();
        foreach (var text in files.Select(file => Encoding.Latin1.GetString(ReadShared(file))))
        {
            foreach (var hidden in new[] { url.Segments[^1], locator, secret })
                text.ShouldNotContain(hidden);
        }

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(files[0]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lost_piece_is_told_without_its_place_and_later_ones_break_the_answer_off()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(500_000, seed: 9);
        var job = await sharing.StoreAsync(bytes);
        var root = Path.GetFileNameWithoutExtension((await sharing.KeyOfAsync(job)).Split('#')[0]);
        var (_, url) = await sharing.ShareAsync(new { job });
        await sharing.ReadAsync(url, "bytes=0-0");
        foreach (var image in sharing.Host.Images.Keys.Where(image => image != root))
            sharing.Host.Images.TryRemove(image, out _);
        using var lost = await sharing.GetAsync(url, "bytes=400000-");
        lost.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        lost.Headers.ETag.ShouldBeNull();
        (await lost.Content.ReadAsStringAsync()).ShouldNotContain("127.0.0.1");
        using var partly = await sharing.GetAsync(url);
        partly.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<IOException>(async () => await (await partly.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null));
    }

    [Fact(Timeout = 60_000)]
    public async Task Other_pages_may_link_to_a_file_and_make_no_share()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var job = await sharing.StoreAsync([1, 2, 3]);
        var (_, url) = await sharing.ShareAsync(new { job });
        using var linked = await sharing.GetAsync(url, null, ("Sec-Fetch-Site", "cross-site"));
        linked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/shares") { Content = JsonContent.Create(new { job }) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        (await sharing.Daemon.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await sharing.Anyone.PostAsJsonAsync(new Uri(sharing.Daemon.Address, "/v1/shares"), new { job })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var foreign = await sharing.GetAsync(url, null, ("Host", "evil.example"));
        foreign.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{}""", 400)]
    [InlineData("""{"key":"x","job":1}""", 400)]
    [InlineData("""{"job":77}""", 404)]
    [InlineData("""{"key":"no key"}""", 422)]
    [InlineData("""{"job":1,"expires":"2020-01-01T00:00:00Z"}""", 422)]
    [InlineData("""{"job":1,"maxDownloads":0}""", 422)]
    [InlineData("""{"job":1,"name":"../x"}""", 422)]
    [InlineData("""{"job":1,"expires":"tomorrow"}""", 400)]
    public async Task A_share_that_cannot_be_is_refused(string body, int status)
    {
        await using var sharing = await SharingDaemon.StartAsync();
        await sharing.StoreAsync([1, 2, 3]);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await sharing.Daemon.Client.PostAsync("/v1/shares", content);
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact(Timeout = 60_000)]
    public async Task Urls_begin_with_the_address_that_the_settings_name()
    {
        await using var sharing = await SharingDaemon.StartAsync("storagex.daemon.shares.public-url = \"https://files.example.org/x/\"");
        using var answer = await sharing.Daemon.Client.PostAsJsonAsync("/v1/shares", new { job = await sharing.StoreAsync([1]) });
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        made.GetProperty("url").GetString().ShouldStartWith("https://files.example.org/x/s/");
        made.GetProperty("note").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task GoneAsync(SharingDaemon sharing, Uri url, string kind)
    {
        using var answer = await sharing.GetAsync(url);
        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("urn:storagex:problem:" + kind);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
            await timer.WaitForNextTickAsync();
    }
}
