using Shouldly;
using StorageX.Backends;
using Xunit;

namespace StorageX.Specs.Backends.S3;

/// <summary>The contract, for a bucket whose images only its users can fetch.</summary>
[Takes(typeof(S3rver))]
public sealed class PrivateS3BackendSpec : S3BackendSpec
{
    protected override string Base => $"s3://{Address.Authority}/images/deep/my%20images/";

    protected override string Settings => "prefix = \"/deep/my images/\"";
}

/// <summary>The contract, for a bucket whose images anyone can fetch.</summary>
[Takes(typeof(S3rver))]
public sealed class PublicS3BackendSpec : S3BackendSpec
{
    protected override string Base => "https://images.example/kept/";

    protected override string Settings => "prefix = kept, public-url = \"https://images.example\"";

    [ContractFact]
    public async Task A_locator_from_before_the_public_url_was_known_is_still_read()
    {
        var image = new byte[] { 1, 2, 3 };
        var locator = await Backend.StoreAsync(image, default);
        (await ReadAsync(locator.Replace(Base, $"s3://{Address.Authority}/images/kept/", StringComparison.Ordinal))).ShouldBe(image);
    }
}

/// <summary>The contract, against an S3 server.</summary>
public abstract class S3BackendSpec : ImageBackendSpec
{
    private S3rver _server = null!;

    protected override string ForeignLocator => $"s3://{Address.Authority}/other/kept/ab/{Hash}.png";

    protected override string UnknownLocator => $"{Base}ab/{Hash}.png";

    /// <summary>What locators begin with.</summary>
    protected abstract string Base { get; }

    /// <summary>What the configuration says beside the bucket.</summary>
    protected abstract string Settings { get; }

    /// <summary>Where the server listens.</summary>
    protected Uri Address => _server.Address;

    private static string Hash => "ab" + new string('0', 62);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _server.Dispose();
    }

    [ContractFact]
    public async Task The_same_image_is_kept_once_under_a_name_that_follows_from_it()
    {
        var first = await Backend.StoreAsync(new byte[] { 1, 2, 3 }, default);
        (await Backend.StoreAsync(new byte[] { 1, 2, 3 }, default)).ShouldBe(first);
        first.ShouldBe($"{Base}03/039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81.png");
        _server.Objects.ShouldHaveSingleItem();
    }

    [ContractTheory]
    [InlineData("ab/../../secrets.txt")]
    [InlineData("secrets.txt")]
    [InlineData("ac/ab00000000000000000000000000000000000000000000000000000000000000.png")]
    [InlineData("ab/ab00000000000000000000000000000000000000000000000000000000000000.png?acl")]
    [InlineData("ab/ab0000000000000000000000000000000000000000000000000000000000000%2F.png")]
    public async Task What_else_is_in_the_bucket_cannot_be_reached(string name)
    {
        Backend.Owns(Base + name).ShouldBeFalse();
        (await Should.ThrowAsync<BackendException>(async () => await Backend.DownloadAsync(Base + name, default))).Kind.ShouldBe(BackendErrorKind.Lost);
    }

    private protected override async ValueTask<IImageBackend> CreateAsync()
    {
        _server = await S3rver.StartAsync();
        return Buckets.Parse($"endpoint = \"{Address}\", access-key = {S3rver.Key}, secret-key = {S3rver.Key}, max-bytes = {MaxBytes}, {Settings}").Create("bucket");
    }

    protected override int StoredCount() => _server.Objects.Count;

    protected override void CutShort(string locator, int length) => _server.Cut(_server.Objects.Single(name => locator.EndsWith(Path.GetFileName(name), StringComparison.Ordinal)), length);
}
