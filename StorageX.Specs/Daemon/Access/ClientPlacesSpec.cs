using System.Net;
using Shouldly;
using StorageX.Host.Daemon.Access;
using Xunit;

namespace StorageX.Specs.Daemon.Access;

/// <summary>From where a request comes, as limits count it.</summary>
public sealed class ClientPlacesSpec
{
    [Theory]
    [InlineData("203.0.113.1", "", "203.0.113.1")]
    [InlineData("::ffff:203.0.113.1", "", "203.0.113.1")]
    [InlineData("203.0.113.1", "198.51.100.7", "203.0.113.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "", "20010db800010002")]
    [InlineData("127.0.0.1", "", null)]
    [InlineData("::ffff:127.0.0.1", "", null)]
    [InlineData("127.0.0.1", "203.0.113.1", "203.0.113.1")]
    [InlineData("127.0.0.1", "203.0.113.1:4711", "203.0.113.1")]
    [InlineData("127.0.0.1", "[2001:db8:1:2::9]:4711", "20010db800010002")]
    [InlineData("127.0.0.1", "198.51.100.7, 203.0.113.1", "203.0.113.1")]
    [InlineData("127.0.0.1", "198.51.100.7, 203.0.113.1, 192.168.1.5", "203.0.113.1")]
    [InlineData("127.0.0.1", "198.51.100.7, unknown", null)]
    [InlineData("192.168.1.5", "192.168.1.5", null)]
    public void A_proxy_is_believed_and_nobody_else(string peer, string forwarded, string? place) =>
        new ClientPlaces([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("192.168.1.5")]).Of(IPAddress.Parse(peer), [forwarded]).ShouldBe(place);
}
