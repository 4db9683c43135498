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
        var profile = Profiles.For(host, own: $$"""{ "DownloadHeaders": { "X-Key": "secret" }, "DownloadHosts": ["localhost:{{host.Address.Port}}"] }""");
        await using var backend = new HttpBackend("host", profile);
        (await backend.DownloadAsync($"{host.Address}first.png", default)).Dispose();
        seen.ShouldBe([("127.0.0.1", true), ("localhost", false)]);
    }

    [Fact]
    public async Task Secrets_do_not_follow_to_another_port_of_the_same_host()
    {
        await using var host = await ImageHost.StartAsync();
        await using var other = await ImageHost.StartAsync();
        var servers = $"\"DownloadHosts\": [\"127.0.0.1:{other.Address.Port}\"]";
        other.Images["a"] = [1];
        host.Redirects["/first.png"] = $"{other.Address}i/a.png";
        var secrets = 0;
        other.Faults = request =>
        {
            secrets += request.Headers.ContainsKey("X-Key") ? 1 : 0;
            return Fault.None;
        };
        await using var backend = new HttpBackend("host", Profiles.For(host, own: $$"""{ "DownloadHeaders": { "X-Key": "secret" }, {{servers}} }"""));
        (await backend.DownloadAsync($"{host.Address}first.png", default)).Dispose();
        secrets.ShouldBe(0);
    }

    [Theory]
    [InlineData("https://a.example/", "http://a.example/", false)]
    [InlineData("https://a.example/", "https://b.example/", true)]
    [InlineData("http://a.example/", "https://a.example/", true)]
    [InlineData("http://a.example/", "gopher://a.example/", false)]
    public void What_was_safe_from_listeners_is_not_sent_on_to_where_it_is_not(string from, string to, bool allowed)
    {
        if (allowed)
            FetchPolicy.Require(new Uri(to), new Uri(from));
        else
            Should.Throw<BackendException>(() => FetchPolicy.Require(new Uri(to), new Uri(from))).Kind.ShouldBe(BackendErrorKind.Rejected);
    }

    [Fact]
    public async Task A_header_that_needs_a_variable_which_is_not_set_is_an_error_that_names_it()
    {
        await using var host = await ImageHost.StartAsync();
        await using var backend = new HttpBackend("host", Profiles.For(host, own: """{ "DownloadHeaders": { "X-Key": "{env:NO_SUCH_VARIABLE}" }, "Delete": { "Headers": { "X-Key": "{env:NO_SUCH_VARIABLE}" } } }"""));
        foreach (var ask in new Func<Task>[] { async () => await backend.DownloadAsync($"{host.Address}i/a.png", default), async () => await backend.DeleteAsync($"{host.Address}i/a.png", default) })
        {
            var error = await Should.ThrowAsync<BackendException>(ask);
            error.Kind.ShouldBe(BackendErrorKind.Rejected);
            error.Message.ShouldContain("NO_SUCH_VARIABLE");
        }
    }

    [Fact]
    public async Task An_upload_is_not_sent_on_to_another_host()
    {
        await using var host = await ImageHost.StartAsync();
        host.Redirects["/upload"] = $"http://localhost:{host.Address.Port}/upload";
        await using var backend = new HttpBackend("host", Profiles.For(host));
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(new byte[10], default));
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
