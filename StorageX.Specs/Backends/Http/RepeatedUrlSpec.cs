using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>A host that gives a picture of its own instead of what it was sent gives the same one each time.</summary>
public sealed class RepeatedUrlSpec
{
    [Fact]
    public async Task One_url_for_two_images_is_refused_and_for_one_image_twice_it_is_not()
    {
        await using var host = await ImageHost.StartAsync();
        host.Answers["/upload"] = http => http.Response.WriteAsJsonAsync(new { data = new { link = $"{host.Address}i/busy.png" } });
        await using var backend = new HttpBackend("host", Profiles.For(host));
        var first = Some.Bytes(100, seed: 1);
        var url = await backend.StoreAsync(first, default);
        (await backend.StoreAsync(first, default)).ShouldBe(url);
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(Some.Bytes(100, seed: 2), default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.Message.ShouldContain("the same URL for two different images");
        error.Worthless.ShouldBe(url);
    }

    [Fact]
    public async Task Nothing_that_such_a_host_said_is_remembered()
    {
        await using var run = await FaultRun.StartAsync(seed: 12);
        run.Host.Answers["/upload"] = http => http.Response.WriteAsJsonAsync(new { data = new { link = $"{run.Host.Address}i/busy.png" } });
        var error = await Should.ThrowAsync<TransferException>(() => run.UploadAsync(_ => Fault.None));
        error.Kind.ShouldBe(TransferErrorKind.Refused);
        run.Host.Answers.Clear();
        var key = await run.UploadAsync(_ => Fault.None);
        (await run.DownloadAsync(key, _ => Fault.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Nor_what_a_host_said_that_answered_with_an_error_and_200()
    {
        await using var run = await FaultRun.StartAsync(seed: 13);
        run.Host.Answers["/upload"] = http => http.Response.WriteAsJsonAsync(new { status = "error", message = "the disk is full" });
        var error = await Should.ThrowAsync<TransferException>(() => run.UploadAsync(_ => Fault.None));
        error.Kind.ShouldBe(TransferErrorKind.Refused);
        error.Message.ShouldContain("the disk is full");
        run.Host.Answers.Clear();
        var key = await run.UploadAsync(_ => Fault.None);
        (await run.DownloadAsync(key, _ => Fault.None)).ShouldBeTrue();
    }

    [Fact]
    public void Only_the_last_urls_are_remembered()
    {
        var given = new GivenUrls();
        for (var number = 0; number <= 1024; number++)
            given.IsAnothers($"https://host.example/{number}", [1], default).ShouldBeFalse();
        given.IsAnothers("https://host.example/0", [2], default).ShouldBeFalse();
        given.IsAnothers("https://host.example/1024", [2], default).ShouldBeTrue();
    }
}
