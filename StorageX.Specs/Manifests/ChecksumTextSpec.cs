using System.Security.Cryptography;
using Shouldly;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Manifests;

public sealed class ChecksumTextSpec
{
    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:00")]
    [InlineData("sha256:zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sha256:000000000000000000000000000000000000000000000000000000000000000000")]
    public void A_checksum_that_tells_no_digest_gives_none(string checksum) => Checksum.DigestIn(checksum).ShouldBeNull();

    [Fact]
    public void One_that_tells_it_gives_it()
    {
        var digest = SHA256.HashData([1, 2, 3]);
        Checksum.DigestIn(Checksum.Of(digest)).ShouldBe(digest);
    }
}
