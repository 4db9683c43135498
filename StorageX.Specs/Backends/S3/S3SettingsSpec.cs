using Shouldly;
using StorageX.Backends.S3;
using Xunit;

namespace StorageX.Specs.Backends.S3;

public sealed class S3SettingsSpec
{
    private const string Name = "ab/ab00000000000000000000000000000000000000000000000000000000000000.png";

    [Theory]
    [InlineData("bucket = \"\"", "bucket: the name of a bucket")]
    [InlineData("bucket = \"a/b\"", "bucket: the name of a bucket")]
    [InlineData("endpoint = \"ftp://x\"", "endpoint: an http or https URL")]
    [InlineData("endpoint = \"https://me:secret@x\"", "endpoint: an http or https URL")]
    [InlineData("endpoint = \"https://x/images\"", "endpoint: has a path")]
    [InlineData("public-url = nonsense", "public-url: an http or https URL")]
    [InlineData("public-url = \"https://x/?a\"", "public-url: an http or https URL")]
    [InlineData("prefix = \"a/../b\"", "prefix: names such as")]
    [InlineData("path-style = perhaps", "path-style: on or off")]
    [InlineData("max-bytes = 0", "max-bytes: a whole number")]
    [InlineData("acl = public", "acl: no such setting")]
    public void A_setting_that_is_wrong_is_named(string text, string reason) =>
        Should.Throw<SettingsException>(() => Buckets.Parse(text)).Message.ShouldContain($"storagex.backends.bucket.{reason}");

    [Fact]
    public async Task Without_an_endpoint_the_bucket_is_amazons()
    {
        await using var backend = Buckets.Parse("region = eu-west-1").Create("bucket");
        backend.Owns($"s3://s3.eu-west-1.amazonaws.com/images/{Name}").ShouldBeTrue();
        backend.Owns($"s3://s3.us-east-1.amazonaws.com/images/{Name}").ShouldBeFalse();
    }

    [Fact]
    public void Secrets_are_in_no_text_of_the_settings()
    {
        var settings = (S3Settings)Buckets.Parse("access-key = mykey, secret-key = mysecret");
        foreach (var text in settings.Facts.Select(fact => fact.Value).Append(settings.Place).Append(settings.ToString()))
            text.ShouldNotContain("mysecret");
    }
}
