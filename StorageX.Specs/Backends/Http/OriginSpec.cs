using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>A profile opens its own server to keys, scheme, host and port, and nothing else of the host.</summary>
public sealed class OriginSpec
{
    [Theory]
    [InlineData("http://nas.lan:8080", "http://nas.lan:8080/a.png", true)]
    [InlineData("http://nas.lan:8080", "http://NAS.lan:8080/a.png", true)]
    [InlineData("http://nas.lan:8080", "http://nas.lan:8081/a.png", false)]
    [InlineData("http://nas.lan:8080", "http://nas.lan/a.png", false)]
    [InlineData("http://nas.lan:8080", "https://nas.lan:8080/a.png", false)]
    [InlineData("http://nas.lan:8080", "http://inside.nas.lan:8080/a.png", false)]
    [InlineData("https://nas.lan", "https://nas.lan:443/a.png", true)]
    [InlineData("https://nas.lan", "http://nas.lan/a.png", false)]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/a.png", true)]
    public void An_origin_is_scheme_host_and_port(string origin, string url, bool open) =>
        new FetchPolicy { Origins = [new Uri(origin)] }.MayBePrivate(new Uri(url)).ShouldBe(open);

    [Theory]
    [InlineData("lan", "http://nas.lan:8080/a.png", true)]
    [InlineData("nas.lan", "https://nas.lan/a.png", true)]
    [InlineData("nas.lan", "https://other-nas.lan/a.png", false)]
    [InlineData("nas.lan:8080", "http://nas.lan:8080/a.png", true)]
    [InlineData("nas.lan:8080", "https://nas.lan:8080/a.png", true)]
    [InlineData("nas.lan:8080", "http://nas.lan:22/a.png", false)]
    [InlineData("nas.lan:8080", "http://a.nas.lan:8080/a.png", false)]
    [InlineData("192.168.1.5:80", "http://192.168.1.5/a.png", true)]
    [InlineData("192.168.1.5:80", "https://192.168.1.5/a.png", false)]
    [InlineData("fd00::1", "http://[fd00::1]:5/a.png", true)]
    [InlineData("[fd00::1]:5", "http://[fd00::1]:5/a.png", true)]
    [InlineData("[fd00::1]:5", "http://[fd00::1]:6/a.png", false)]
    [InlineData("b\u00fccher.example", "http://xn--bcher-kva.example/a.png", true)]
    public void A_host_that_is_named_is_open_on_every_port_and_on_one_where_that_is_named(string host, string url, bool open) =>
        new FetchPolicy { TrustedHosts = [host] }.MayBePrivate(new Uri(url)).ShouldBe(open);

    [Theory]
    [InlineData("")]
    [InlineData("https://nas.lan")]
    [InlineData("nas.lan/images")]
    [InlineData("*.lan")]
    [InlineData("me@nas.lan")]
    [InlineData("nas lan")]
    [InlineData("nas.lan:99999")]
    [InlineData("nas.lan#a")]
    public void What_is_no_host_is_refused_where_it_stands(string text)
    {
        HostRule.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<SettingsException>(() => StorageXSettings.Parse($"storagex.fetch.hosts = [\"{text}\"]")).Message.ShouldStartWith("storagex.fetch.hosts: ");
        Should.Throw<ProfileException>(() => SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "https://x.example", "Body": "Binary", "StorageX": { "DownloadHosts": ["{{text}}"] } }"""))
            .Message.ShouldStartWith("StorageX.DownloadHosts: ");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "DownloadHosts": ["127.0.0.1"] }""")]
    public async Task A_key_cannot_lead_to_another_port_of_the_machine_that_a_profile_is_for(string own)
    {
        await using var host = await ImageHost.StartAsync();
        await using var other = await ImageHost.StartAsync();
        other.Images["a"] = [1];
        await using var backend = new HttpBackend("host", Profiles.For(host, own: own));
        backend.Owns($"{other.Address}i/a.png").ShouldBeFalse();
        host.Redirects["/i/moved.png"] = $"{other.Address}i/a.png";
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync($"{host.Address}i/moved.png", default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.Message.ShouldContain($"private network (127.0.0.1), where keys may not lead to port {other.Address.Port}; if pictures are there, name it with its port under DownloadHosts");
        other.Tries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_a_profile_names_with_its_port_is_open()
    {
        await using var host = await ImageHost.StartAsync();
        await using var other = await ImageHost.StartAsync();
        other.Images["a"] = [1];
        await using var backend = new HttpBackend("host", Profiles.For(host, own: $$"""{ "DownloadHosts": ["127.0.0.1:{{other.Address.Port}}"] }"""));
        (await backend.DownloadAsync($"{other.Address}i/a.png", default)).Dispose();
    }

    [Fact]
    public async Task A_registry_with_such_a_profile_refuses_a_key_to_another_port()
    {
        await using var host = await ImageHost.StartAsync();
        await using var other = await ImageHost.StartAsync();
        using var directory = new TemporaryDirectory();
        var file = directory.Write("h.sxcu", System.Text.Encoding.UTF8.GetBytes($$"""{ "Version": "15.0.0", "RequestURL": "{{host.Address}}upload", "Body": "Binary" }"""));
        var text = $"storagex {{ data = \"{directory["data"]}\", backends.h {{ type = http, profile = \"{file}\" }}, downloads.attempts = 1 }}";
        foreach (var (more, reached) in new[] { ("", 0), ($"\nstoragex.fetch.hosts = [\"127.0.0.1:{host.Address.Port}\"]", 0), ($"\nstoragex.fetch.hosts = [\"127.0.0.1:{other.Address.Port}\"]", 1) })
        {
            await using var storage = new Storage(StorageXSettings.Parse(text + more));
            var error = await Should.ThrowAsync<TransferException>(() => storage.ReadManifestAsync($"{other.Address}i/a.png#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"));
            error.Kind.ShouldBe(reached == 0 ? TransferErrorKind.Refused : TransferErrorKind.Lost, error.Message);
            other.Tries.Count.ShouldBe(reached);
        }
    }

    [Theory]
    [InlineData("https://h.example/up", "https://h.example/i/a.png", true)]
    [InlineData("https://h.example/up", "https://h.example:8443/i/a.png", false)]
    [InlineData("https://h.example/up", "http://h.example/i/a.png", false)]
    [InlineData("http://h.example/up", "https://h.example/i/a.png", true)]
    [InlineData("http://h.example:81/up", "http://h.example:81/i/a.png", true)]
    [InlineData("http://h.example:81/up", "http://h.example/i/a.png", false)]
    [InlineData("https://api.example/up", "https://img.cdn.example/a.png", true)]
    [InlineData("https://api.example/up", "https://img.cdn.example:8443/a.png", false)]
    [InlineData("https://api.example/up", "http://img.cdn.example/a.png", false)]
    public async Task Header_fields_for_fetching_go_to_the_own_server_and_where_pictures_are_and_never_from_https_to_http(string request, string picture, bool owns)
    {
        var hosts = request.Contains("api", StringComparison.Ordinal) ? "\"DownloadHosts\": [\"cdn.example\"], " : "";
        var text = $$"""{ "Version": "15.0.0", "RequestURL": "{{request}}", "Body": "Binary", "StorageX": { {{hosts}}"DownloadHeaders": { "X-Key": "secret" } } }""";
        await using var backend = new HttpBackend("host", SxcuFile.Parse(text));
        backend.Owns(picture).ShouldBe(owns);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/a.png")]
    [InlineData("http://localhost:9/a.png")]
    [InlineData("http://192.168.1.5/a.png")]
    [InlineData("http://[fd00::1]/a.png")]
    public async Task A_host_that_answers_with_an_address_inside_a_private_network_has_kept_nothing_that_can_be_fetched(string picture)
    {
        await using var host = await ImageHost.StartAsync();
        host.Answers["/upload"] = http => http.Response.WriteAsJsonAsync(new { data = new { link = picture } });
        await using var backend = new HttpBackend("host", Profiles.For(host));
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(new byte[10], default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.Message.ShouldContain("inside a private network");
    }
}
