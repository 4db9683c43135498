using System.Net;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>What goes through a proxy, and that it can be sent no further into its network than without one.</summary>
public sealed class ProxySpec : IAsyncLifetime
{
    private ImageHost _host = null!;
    private ForwardProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _host = await ImageHost.StartAsync();
        _host.Images["a"] = [1, 2, 3];
        _proxy = new ForwardProxy(_host.Address);
    }

    public async Task DisposeAsync()
    {
        _proxy.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_the_configuration_names_is_asked_through_it_although_its_name_is_unknown_here()
    {
        using var client = SafeHttp.Create(new FetchPolicy { TrustedHosts = ["images.invalid"] }, _proxy.Address);
        (await client.GetByteArrayAsync("http://images.invalid/i/a.png")).ShouldBe([1, 2, 3]);
        _proxy.Asked.ShouldBe(["GET http://images.invalid/i/a.png"]);
    }

    [Fact]
    public async Task What_is_encrypted_is_asked_to_be_connected_further()
    {
        using var client = SafeHttp.Create(new FetchPolicy { TrustedHosts = ["images.invalid"] }, _proxy.Address);
        // The host behind it speaks no TLS; that it was reached is what counts.
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync("https://images.invalid/i/a.png"));
        _proxy.Asked.ShouldBe(["CONNECT images.invalid:443"]);
    }

    [Fact]
    public async Task This_machine_is_asked_without_it()
    {
        using var client = SafeHttp.Create(new FetchPolicy { TrustedHosts = ["127.0.0.1"] }, _proxy.Address);
        (await client.GetByteArrayAsync($"{_host.Address}i/a.png")).ShouldBe([1, 2, 3]);
        _proxy.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://10.0.0.1/a.png", "10.0.0.1: is inside a private network")]
    [InlineData("https://169.254.169.254/a.png", "169.254.169.254: is inside a private network")]
    [InlineData("http://[fd00::1]/a.png", "is inside a private network")]
    [InlineData("http://intranet.invalid/a.png", "intranet.invalid: only the proxy can look this name up")]
    public async Task A_key_cannot_lead_through_it_into_its_network(string key, string reason)
    {
        using var client = SafeHttp.Create(new FetchPolicy(), _proxy.Address);
        var error = await Should.ThrowAsync<BackendException>(() => client.GetAsync(key));
        error.Message.ShouldContain(reason);
        _proxy.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_down_is_named()
    {
        var address = _proxy.Address;
        _proxy.Dispose();
        using var client = SafeHttp.Create(new FetchPolicy { TrustedHosts = ["images.invalid"] }, address);
        var error = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync("http://images.invalid/a.png"));
        HttpFailure.Of(error, "images.invalid").Message.ShouldStartWith($"the proxy 127.0.0.1:{address.Address!.Port}: ");
    }

    [Fact]
    public async Task The_proxy_itself_cannot_be_asked_for()
    {
        var proxy = new WebProxy("http://10.9.8.7:3128");
        using var client = SafeHttp.Create(new FetchPolicy(), proxy);
        (await Should.ThrowAsync<BackendException>(() => client.GetAsync("http://10.9.8.7:3128/"))).Message.ShouldContain("is inside a private network");
    }
}
