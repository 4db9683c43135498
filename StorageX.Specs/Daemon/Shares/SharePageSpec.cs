using System.Net;
using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Daemon.Shares;

/// <summary>What a person sees who opens a share's link in a browser and gets no file.</summary>
public sealed class SharePageSpec
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Fact(Timeout = 60_000)]
    public async Task A_link_that_leads_nowhere_or_no_longer_gives_its_file_is_a_page_that_says_so()
    {
        await using var sharing = await SharingDaemon.StartAsync();
        var (id, url) = await sharing.StoreAndShareAsync([1, 2, 3], "diary.txt");
        (await sharing.Daemon.Client.DeleteAsync($"/v1/shares/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var (_, usedUp) = await sharing.StoreAndShareAsync([1, 2, 3], "diary.txt", maxDownloads: 1);
        await sharing.ReadAsync(usedUp);
        await PageAsync(sharing, url, HttpStatusCode.Gone, "no longer shared");
        await PageAsync(sharing, usedUp, HttpStatusCode.Gone, "as often as is allowed");
        await PageAsync(sharing, new Uri(url.AbsoluteUri[..^3]), HttpStatusCode.NotFound, "is it whole?");
        await PageAsync(sharing, new Uri(url.AbsoluteUri + "/more"), HttpStatusCode.NotFound, "There is no such share");
        await PageAsync(sharing, new Uri(sharing.Daemon.Address, "/s/"), HttpStatusCode.NotFound, "There is no such share");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/problem+json, text/html;q=0.5")]
    [InlineData("text/html;q=0, */*")]
    [InlineData("nonsense")]
    public async Task All_others_get_problem_details(string? accept)
    {
        await using var sharing = await SharingDaemon.StartAsync();
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];
        using var answer = await sharing.GetAsync(new Uri(sharing.Daemon.Address, "/s/AAAAAAAAAAAAAAAAAAAAAAAA"), null, headers);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.Vary.ShouldBe(["Accept"]);
    }

    private static async Task PageAsync(SharingDaemon sharing, Uri url, HttpStatusCode status, string words)
    {
        using var answer = await sharing.GetAsync(url, null, ("Accept", Browser));
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain(words);
        page.ShouldNotContain("diary");
        page.ShouldNotContain("/s/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; ");
        policy.ShouldContain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Split("<style>")[1].Split("</style>")[0])))}'");
        page.ShouldNotMatch("(src|href|<script|style=)");
        using var request = new HttpRequestMessage(HttpMethod.Head, url);
        request.Headers.TryAddWithoutValidation("Accept", Browser);
        using var head = await sharing.Anyone.SendAsync(request);
        (head.StatusCode, head.Content.Headers.ContentType!.MediaType).ShouldBe((status, "text/html"));
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
