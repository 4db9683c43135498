using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

public sealed class RedirectSpec
{
    [Fact]
    public async Task A_picture_that_has_moved_is_fetched_from_where_it_is()
    {
        await using var host = await ImageHost.StartAsync();
        host.Images["a"] = [1, 2, 3];
        host.Redirects["/old.png"] = "/i/a.png";
        await using var web = Trusting(host);
        using var image = await web.DownloadAsync($"{host.Address}old.png", default);
        image.Span.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_host_that_sends_on_without_end_is_given_up()
    {
        await using var host = await ImageHost.StartAsync();
        host.Redirects["/a.png"] = "/a.png";
        await using var web = Trusting(host);
        (await Refused(web, $"{host.Address}a.png")).ShouldContain("sends on more than 3 times");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/a.png")]
    public async Task A_redirect_out_of_the_web_is_refused(string target)
    {
        await using var host = await ImageHost.StartAsync();
        host.Redirects["/a.png"] = target;
        await using var web = Trusting(host);
        (await Refused(web, $"{host.Address}a.png")).ShouldContain("only http and https");
    }

    [Fact]
    public async Task A_redirect_into_a_private_network_is_refused_even_from_a_trusted_host()
    {
        await using var host = await ImageHost.StartAsync();
        host.Redirects["/a.png"] = $"http://localhost:{host.Address.Port}/i/a.png";
        await using var web = Trusting(host);
        (await Refused(web, $"{host.Address}a.png")).ShouldContain("private network");
    }

    [Fact]
    public async Task Secrets_do_not_follow_to_another_host()
    {
        await using var host = await ImageHost.StartAsync();
        host.Images["a"] = [1];
        host.Redirects["/first.png"] = $"http://localhost:{host.Address.Port}/i/a.png";
        var seen = new List<(string Host, bool Secret)>();
        host.Faults = request =>
        {
            seen.Add((request.Host.Host, request.Headers.ContainsKey("X-Key")));
            return Fault.None;
        };
        var profile = Profiles.For(host, own: """{ "DownloadHeaders": { "X-Key": "secret" }, "DownloadHosts": ["127.0.0.1", "localhost"] }""");
        await using var backend = new HttpBackend("host", profile);
        (await backend.DownloadAsync($"{host.Address}first.png", default)).Dispose();
        seen.ShouldBe([("127.0.0.1", true), ("localhost", false)]);
    }

    [Fact]
    public async Task An_upload_is_not_sent_on_to_another_host()
    {
        await using var host = await ImageHost.StartAsync();
        host.Redirects["/upload"] = $"http://localhost:{host.Address.Port}/upload";
        await using var backend = new HttpBackend("host", Profiles.For(host));
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.UploadAsync(new byte[10], default));
        error.Message.ShouldContain("another host");
        host.Images.ShouldBeEmpty();
    }

    private static WebBackend Trusting(ImageHost host) => new(host.Address.Host, new FetchPolicy { TrustedHosts = [host.Address.Host] });

    private static async Task<string> Refused(WebBackend web, string locator)
    {
        var error = await Should.ThrowAsync<BackendException>(async () => await web.DownloadAsync(locator, default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        return error.Message;
    }
}
