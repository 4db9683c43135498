using System.Net;
using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>A share that allows one download, and what many at once get of it: what is reserved is what is sent.</summary>
public sealed class ShareReservationSpec
{
    private const int AtOnce = 12;
    private const string LargePieces = "storagex.piece { width = 256, height = 256 }";

    [Theory(Timeout = 60_000)]
    [InlineData("bytes=0-0", "\"nope\"")]
    [InlineData("bytes=0-0", "W/\"nope\"")]
    [InlineData("bytes=0-0", "Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("bytes=0-0,5-6", null)]
    [InlineData("pieces=0-0", null)]
    [InlineData("bytes=-0,0-0", null)]
    [InlineData("bytes=x", null)]
    [InlineData(null, null)]
    public async Task Requests_that_get_the_whole_file_reserve_it_whatever_range_they_name(string? range, string? ifRange)
    {
        await using var sharing = await SharingDaemon.StartAsync(LargePieces);
        var (id, url) = await sharing.StoreAndShareAsync(Some.Bytes(20_000_000, seed: 1), maxDownloads: 1);
        (string, string)[] headers = [.. Header("Range", range), .. Header("If-Range", ifRange)];
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => sharing.GetAsync(url, null, headers)));
        answers.Select(answer => answer.StatusCode).Order().ShouldBe([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, AtOnce - 1)]);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            refused.Headers.RetryAfter.ShouldNotBeNull();
            refused.Headers.ETag.ShouldBeNull();
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        await answers.Single(answer => answer.StatusCode == HttpStatusCode.OK).Content.CopyToAsync(Stream.Null);
        foreach (var answer in answers)
            answer.Dispose();
        (await sharing.ListedAsync(id)).GetProperty("bytesGiven").GetInt64().ShouldBe(20_000_000);
    }

    [Fact(Timeout = 60_000)]
    public async Task Parts_at_once_reserve_no_more_than_themselves()
    {
        await using var sharing = await SharingDaemon.StartAsync(LargePieces);
        var bytes = Some.Bytes(20_000_000, seed: 2);
        var (_, url) = await sharing.StoreAndShareAsync(bytes, maxDownloads: 1);
        var parts = await Task.WhenAll(Enumerable.Range(0, 8).Select(part => sharing.ReadAsync(url, $"bytes={part * 2_500_000}-{((part + 1) * 2_500_000) - 1}")));
        parts.SelectMany(part => part).SequenceEqual(bytes).ShouldBeTrue();
        using var after = await sharing.GetAsync(url, "bytes=0-0");
        after.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_file_is_given_as_often_as_allowed_however_many_ask_at_once()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var (_, url) = await sharing.StoreAndShareAsync([], maxDownloads: 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => sharing.GetAsync(url)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Answers_without_the_file_reserve_nothing_and_need_nothing_left()
    {
        await using var sharing = await SharingDaemon.StartAsync(LargePieces);
        var (_, url) = await sharing.StoreAndShareAsync(Some.Bytes(20_000_000, seed: 3), maxDownloads: 1);
        using var whole = await sharing.GetAsync(url);
        var tag = whole.Headers.ETag!.ToString();
        using var head = await sharing.Anyone.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        using var same = await sharing.GetAsync(url, null, ("If-None-Match", tag));
        using var other = await sharing.GetAsync(url, null, ("If-Match", "\"another\""));
        using var beyond = await sharing.GetAsync(url, "bytes=20000000-");
        using var part = await sharing.GetAsync(url, "bytes=0-0");
        new[] { whole, head, same, other, beyond, part }.Select(answer => answer.StatusCode).ShouldBe(
        [
            HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.PreconditionFailed, HttpStatusCode.RequestedRangeNotSatisfiable, HttpStatusCode.TooManyRequests,
        ]);
        part.Content.Headers.ContentRange.ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_breaks_off_has_used_what_was_read_for_him_and_no_more()
    {
        await using var sharing = await SharingDaemon.StartAsync(LargePieces);
        var (id, url) = await sharing.StoreAndShareAsync(Some.Bytes(40_000_000, seed: 4), maxDownloads: 1);
        for (var round = 0; round < 3; round++)
        {
            HttpResponseMessage answer;
            while ((answer = await sharing.GetAsync(url, "bytes=0-", ("If-Range", "\"nope\""))).StatusCode == HttpStatusCode.TooManyRequests)
                answer.Dispose();
            using (answer)
                await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[100_000]);
        }

        (await sharing.ListedAsync(id)).GetProperty("state").GetString().ShouldBe("open");
    }

    private static IEnumerable<(string, string)> Header(string name, string? value) => value is null ? [] : [(name, value)];
}
