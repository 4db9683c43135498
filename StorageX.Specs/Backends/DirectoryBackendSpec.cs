using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends;

public class DirectoryBackendSpec : ImageBackendSpec
{
    private static readonly byte[] Abc = "abc"u8.ToArray();
    private readonly TemporaryDirectory _directory = new();

    protected override string ForeignLocator => FileLocator.From(_directory["other", "ba", "78", "ba78.png"]);

    protected override string UnknownLocator => FileLocator.From(Path.Combine(Root, "ba", "78", "ba78.png"));

    /// <summary>The directory's name, which some specs make an awkward one.</summary>
    protected virtual string Name => "images";

    private string Root => _directory[Name];

    [Fact]
    public async Task A_file_is_named_by_the_digest_of_its_bytes_two_levels_deep()
    {
        // FIPS 180-2, appendix B.1: the SHA-256 of "abc".
        const string digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        var locator = await Backend.StoreAsync(Abc, default);
        Stored().ShouldBe([Path.Combine("ba", "78", digest + ".png")]);
        locator.ShouldStartWith("file:///");
        locator.ShouldEndWith($"/ba/78/{digest}.png");
        DirectoryBackend.RootOf(locator).ShouldBe(Root);
    }

    [Fact]
    public async Task An_image_whose_content_the_caller_names_has_that_name_and_is_healed_under_it()
    {
        var identity = Some.Bytes(32, seed: 1);
        var name = Convert.ToHexStringLower(identity);
        foreach (var encoding in new[] { Some.Bytes(3000, seed: 2), Some.Bytes(2000, seed: 3) })
        {
            var locator = await Backend.StoreAsync(encoding, identity, default);
            Stored().ShouldBe([Path.Combine(name[..2], name[2..4], name + ".png")]);
            await File.WriteAllBytesAsync(Path.Combine(Root, Stored().Single()), encoding[..500]);
            (await Backend.StoreAsync(encoding, identity, default)).ShouldBe(locator);
            (await File.ReadAllBytesAsync(Path.Combine(Root, Stored().Single()))).ShouldBe(encoding);
        }
    }

    [Fact]
    public async Task The_locator_is_a_url_that_others_read_as_the_same_file()
    {
        var locator = await Backend.StoreAsync(Abc, default);
        new Uri(locator).LocalPath.ShouldBe(Path.Combine(Root, Stored().Single()));
    }

    [Fact]
    public async Task What_a_killed_upload_left_goes_and_what_another_one_writes_stays()
    {
        Directory.CreateDirectory(Root);
        var (dead, left) = TemporaryFile.CreateIn(Root);
        dead.Dispose();
        var (writer, written) = TemporaryFile.CreateIn(Root);
        using var open = writer;
        await Backend.StoreAsync(Abc, default);
        File.Exists(left).ShouldBeFalse();
        File.Exists(written).ShouldBeTrue();
    }

    [Fact]
    public async Task An_image_stored_twice_is_kept_once()
    {
        var locator = await Backend.StoreAsync(Abc, default);
        (await Backend.StoreAsync(Abc, default)).ShouldBe(locator);
        StoredCount().ShouldBe(1);
    }

    [Fact]
    public async Task Storing_an_image_again_heals_a_file_that_was_cut_short_or_has_decayed()
    {
        var image = Some.Bytes(3000, seed: 1);
        var locator = await Backend.StoreAsync(image, default);
        var file = Path.Combine(Root, Stored().Single());
        foreach (var broken in new[] { image[..1000], [], Some.Bytes(3000, seed: 2), [.. image, 0] })
        {
            await File.WriteAllBytesAsync(file, broken);
            (await Backend.StoreAsync(image, default)).ShouldBe(locator);
            (await ReadAsync(locator)).ShouldBe(image);
        }
    }

    [Fact]
    public async Task A_png_that_was_encoded_again_in_place_is_still_given()
    {
        using var image = StorageX.Images.ImageCanvas.Encode(Some.Text(900, seed: 1), new(32, 32), StorageX.Images.PixelCompression.Stored);
        using var again = StorageX.Images.ImageCanvas.Encode(Some.Text(900, seed: 1), new(32, 32), StorageX.Images.PixelCompression.WhereItPays);
        var locator = await Backend.StoreAsync(image.Memory, default);
        await File.WriteAllBytesAsync(Path.Combine(Root, Stored().Single()), again.Span.ToArray());
        (await ReadAsync(locator)).ShouldBe(again.Span.ToArray());
    }

    [Fact]
    public async Task An_altered_file_that_is_no_picture_is_corrupt()
    {
        var locator = await Backend.StoreAsync(Some.Bytes(100, seed: 1), default);
        await File.WriteAllBytesAsync(Path.Combine(Root, Stored().Single()), Some.Bytes(100, seed: 2));
        (await FailureAsync(locator)).Kind.ShouldBe(BackendErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_file_with_a_name_of_its_own_is_given_as_it_is()
    {
        Directory.CreateDirectory(Root);
        await File.WriteAllBytesAsync(Path.Combine(Root, "0.png"), Abc);
        (await ReadAsync(FileLocator.From(Path.Combine(Root, "0.png")))).ShouldBe(Abc);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_not_read()
    {
        Directory.CreateDirectory(Root);
        await File.WriteAllBytesAsync(Path.Combine(Root, "0.png"), new byte[MaxBytes + 1]);
        (await FailureAsync(FileLocator.From(Path.Combine(Root, "0.png")))).Kind.ShouldBe(BackendErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_directory_is_no_image()
    {
        await Backend.StoreAsync(Abc, default);
        (await FailureAsync(FileLocator.From(Path.Combine(Root, "ba")))).Kind.ShouldBe(BackendErrorKind.Lost);
        Backend.Owns(FileLocator.From(Root)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/../secret.png")]
    [InlineData("/ab/../../secret.png")]
    [InlineData("/%2e%2e/secret.png")]
    [InlineData("/%2E%2E%2Fsecret.png")]
    [InlineData("/./.././secret.png")]
    [InlineData("-sibling/secret.png")]
    [InlineData("/a%00.png")]
    [InlineData("/a.png?x")]
    [InlineData("/a.png#x")]
    public async Task A_locator_that_leads_out_or_is_malformed_is_refused(string end)
    {
        _directory.Write("secret.png", Abc);
        var locator = FileLocator.From(Root) + end;
        Backend.Owns(locator).ShouldBeFalse();
        (await Backend.ExistsAsync(locator, default)).ShouldBeFalse();
        (await FailureAsync(locator)).Kind.ShouldBe(BackendErrorKind.Lost);
        await Should.ThrowAsync<BackendException>(async () => await Backend.DeleteAsync(locator, default));
        File.Exists(_directory["secret.png"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Links_are_not_followed_whether_to_a_file_or_on_the_way()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(_directory["outside"]);
        _directory.Write(Path.Combine("outside", "secret.png"), Abc);
        File.CreateSymbolicLink(Path.Combine(Root, "file.png"), _directory["outside", "secret.png"]);
        Directory.CreateSymbolicLink(Path.Combine(Root, "way"), _directory["outside"]);
        File.CreateSymbolicLink(Path.Combine(Root, "dangling.png"), _directory["nowhere"]);
        foreach (var link in new[] { "file.png", Path.Combine("way", "secret.png"), "dangling.png" })
        {
            var locator = FileLocator.From(Path.Combine(Root, link));
            (await FailureAsync(locator)).Kind.ShouldBe(BackendErrorKind.Lost);
            (await Backend.ExistsAsync(locator, default)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task The_directory_itself_may_be_a_link()
    {
        Directory.CreateDirectory(_directory["real"]);
        Directory.CreateSymbolicLink(Root, _directory["real"]);
        var locator = await Backend.StoreAsync(Abc, default);
        (await ReadAsync(locator)).ShouldBe(Abc);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    private protected override ValueTask<IImageBackend> CreateAsync() => new(new DirectoryBackend("directory", Root, sync: false, MaxBytes));

    protected override int StoredCount() => Stored().Count;

    protected override void CutShort(string locator, int length)
    {
        using var file = File.OpenWrite(FileLocator.PathOf(locator)!);
        file.SetLength(length);
    }

    private List<string> Stored() => [.. _directory.Files.Where(file => file.StartsWith(Name + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        .Select(file => file[(Name.Length + 1)..])];

    private async Task<BackendException> FailureAsync(string locator) =>
        await Should.ThrowAsync<BackendException>(async () => await Backend.DownloadAsync(locator, default));
}

/// <summary>The same in a directory whose name has what URLs, shells and terminals give a meaning to.</summary>
public sealed class AwkwardlyNamedDirectoryBackendSpec : DirectoryBackendSpec
{
    protected override string Name => "a b%41%2F#c?d&e+f;g\n\u001b[1m\\h:i~ü漢😀";
}
