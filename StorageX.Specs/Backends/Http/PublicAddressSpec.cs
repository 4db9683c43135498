using System.Net;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

public sealed class PublicAddressSpec
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void Addresses_of_the_internet_are_public(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void Addresses_inside_networks_are_not(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("http://127.0.0.1:9/a.png")]
    [InlineData("http://localhost:9/a.png")]
    [InlineData("http://[::1]:9/a.png")]
    [InlineData("http://[::ffff:127.0.0.1]:9/a.png")]
    [InlineData("http://2130706433:9/a.png")]
    [InlineData("http://169.254.169.254/latest")]
    public async Task A_key_that_leads_into_a_private_network_is_refused(string key)
    {
        await using var web = new WebBackend(new Uri(key).Host, new FetchPolicy());
        var error = await Should.ThrowAsync<BackendException>(async () => await web.DownloadAsync(key, default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.Message.ShouldContain("private network");
    }
}
