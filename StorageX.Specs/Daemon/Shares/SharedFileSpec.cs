using System.Net;
using System.Net.Http.Headers;
using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>What whoever has a share's URL gets.</summary>
public sealed class SharedFileSpec
{
    private const int Piece = (64 * 64 * 3) - 4 - 48;

    [Fact(Timeout = 60_000)]
    public async Task A_url_without_the_key_gives_the_file_to_whoever_has_it()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(100_000, seed: 1);
        var job = await sharing.StoreAsync(bytes, "holiday.mp4");
        var key = await sharing.KeyOfAsync(job);
        var (_, url) = await sharing.ShareAsync(new { key });
        url.AbsolutePath.ShouldMatch("^/s/[A-Za-z0-9_-]{24}$");
        key.ShouldNotContain(url.Segments[^1]);
        using var answer = await sharing.GetAsync(url);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
        answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
        answer.Headers.ETag!.IsWeak.ShouldBeFalse();
        answer.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        answer.Content.Headers.LastModified.ShouldNotBeNull();
        answer.Content.Headers.ContentType!.ToString().ShouldBe("video/mp4");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.ToString().ShouldNotContain(key.Split('#')[1]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=5-9", 5, 5)]
    [InlineData("bytes=12000-25000", 12_000, 13_001)]
    [InlineData("bytes=49990-", 49_990, 10)]
    [InlineData("bytes=49990-99999", 49_990, 10)]
    [InlineData("bytes=-7", 49_993, 7)]
    [InlineData("bytes=-99999", 0, 50_000)]
    public async Task A_range_is_answered_with_it_alone(string range, int from, int count)
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(50_000, seed: 2);
        var (_, url) = await sharing.StoreAndShareAsync(bytes);
        using var answer = await sharing.GetAsync(url, range);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentRange.ShouldBe(new ContentRangeHeaderValue(from, from + count - 1, bytes.Length));
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[from..(from + count)]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_range_beyond_the_end_is_refused_and_several_ranges_get_the_whole()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(50_000, seed: 3);
        var (_, url) = await sharing.StoreAndShareAsync(bytes);
        using var beyond = await sharing.GetAsync(url, "bytes=50000-");
        beyond.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        beyond.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */50000");
        using var several = await sharing.GetAsync(url, "bytes=0-1,5-6");
        several.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await several.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task Conditions_are_kept_and_an_answer_without_a_body_asks_no_host()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(50_000, seed: 4);
        var (id, url) = await sharing.StoreAndShareAsync(bytes);
        var fetched = sharing.Fetched;
        using var head = await sharing.Anyone.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        (head.StatusCode, head.Content.Headers.ContentLength).ShouldBe((HttpStatusCode.OK, bytes.Length));
        var tag = head.Headers.ETag!.ToString();
        using var same = await sharing.GetAsync(url, null, ("If-None-Match", tag));
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var other = await sharing.GetAsync(url, null, ("If-Match", "\"another\""));
        other.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        sharing.Fetched.ShouldBe(fetched);
        (await sharing.ListedAsync(id)).GetProperty("bytesGiven").GetInt64().ShouldBe(0);

        using var part = await sharing.GetAsync(url, "bytes=10-19", ("If-Range", tag));
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[10..20]);
        using var whole = await sharing.GetAsync(url, "bytes=10-19", ("If-Range", "\"another\""));
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await whole.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task Random_ranges_at_once_are_those_of_the_original()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(1_000_000, seed: 5);
        var (_, url) = await sharing.StoreAndShareAsync(bytes);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async seed =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 20; round++)
            {
                var from = random.Next(bytes.Length);
                var last = from + random.Next(Math.Min(100_000, bytes.Length - from));
                (await sharing.ReadAsync(url, $"bytes={from}-{last}")).AsSpan().SequenceEqual(bytes.AsSpan(from, last - from + 1)).ShouldBeTrue();
            }
        }));
    }

    [Fact(Timeout = 60_000)]
    public async Task Seeking_to_the_end_fetches_only_the_pieces_needed()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(80 * Piece, seed: 6);
        var (_, url) = await sharing.StoreAndShareAsync(bytes);
        await sharing.ReadAsync(url, "bytes=0-0");
        var fetched = sharing.Fetched;
        (await sharing.ReadAsync(url, "bytes=-10")).ShouldBe(bytes[^10..]);
        sharing.Fetched.ShouldBe(fetched + 1);
        var from = (30 * Piece) + 1;
        (await sharing.ReadAsync(url, $"bytes={from}-{from + (2 * Piece)}")).ShouldBe(bytes[from..(from + (2 * Piece) + 1)]);
        sharing.Fetched.ShouldBe(fetched + 4);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_download_that_was_cut_off_is_resumed()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var bytes = Some.Bytes(4_000_000, seed: 7);
        var (_, url) = await sharing.StoreAndShareAsync(bytes);
        var part = new byte[1_000_000];
        string tag;
        using (var cut = await sharing.GetAsync(url))
        {
            tag = cut.Headers.ETag!.ToString();
            await (await cut.Content.ReadAsStreamAsync()).ReadExactlyAsync(part);
        }

        using var rest = await sharing.GetAsync(url, $"bytes={part.Length}-", ("If-Range", tag));
        rest.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        byte[] whole = [.. part, .. await rest.Content.ReadAsByteArrayAsync()];
        whole.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("a b;c.txt", "inline; filename=\"a b;c.txt\"; filename*=UTF-8''a%20b%3Bc.txt", "text/plain; charset=utf-8")]
    [InlineData("Übung – 1.mp3", "inline; filename=\"_bung _ 1.mp3\"; filename*=UTF-8''%C3%9Cbung%20%E2%80%93%201.mp3", "audio/mpeg")]
    [InlineData("what?.txt", "inline; filename=\"what?.txt\"; filename*=UTF-8''what%3F.txt", "text/plain; charset=utf-8")]
    [InlineData("a\\b.txt", "inline; filename=\"a\\\\b.txt\"; filename*=UTF-8''a%5Cb.txt", "text/plain; charset=utf-8")]
    [InlineData("a\n\u202eb\u200c.txt", "inline; filename=a__b_.txt; filename*=UTF-8''a__b%E2%80%8C.txt", "text/plain; charset=utf-8")]
    [InlineData("page.html", "attachment; filename=page.html; filename*=UTF-8''page.html", "text/html")]
    [InlineData("drawing.svg", "attachment; filename=drawing.svg; filename*=UTF-8''drawing.svg", "image/svg+xml")]
    [InlineData("noextension", "attachment; filename=noextension; filename*=UTF-8''noextension", "application/octet-stream")]
    public async Task A_file_has_its_name_and_type_and_nothing_in_it_runs(string name, string disposition, string type)
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var (_, url) = await sharing.ShareAsync(new { job = await sharing.StoreAsync([1, 2, 3]), name });
        using var answer = await sharing.GetAsync(url);
        answer.Content.Headers.GetValues("Content-Disposition").Single().ShouldBe(disposition);
        answer.Content.Headers.ContentType!.ToString().ShouldBe(type);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_file_and_one_inside_its_manifest_are_given_too()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var (_, empty) = await sharing.StoreAndShareAsync([]);
        (await sharing.ReadAsync(empty)).ShouldBeEmpty();
        var (_, small) = await sharing.StoreAndShareAsync([1, 2, 3, 4]);
        (await sharing.ReadAsync(small, "bytes=1-2")).ShouldBe([2, 3]);
    }
}
