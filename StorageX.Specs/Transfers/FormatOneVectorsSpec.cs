using Shouldly;
using StorageX.Specs.Backends;
using Xunit;

namespace StorageX.Specs.Transfers;

/// <summary>Files that Python and Pillow stored; see <c>Vectors/format1/make_vectors.py</c>.</summary>
public sealed class FormatOneVectorsSpec : IDisposable
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Vectors", "format1");
    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryBackend _host = new("vectors");

    public FormatOneVectorsSpec()
    {
        foreach (var image in Directory.EnumerateFiles(Vectors, "*.png"))
            _host.Images[KeyOf(Path.GetFileNameWithoutExtension(image))] = File.ReadAllBytes(image);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("three", "three pieces ü.bin", 3)]
    [InlineData("full", "full.txt", 1)]
    [InlineData("empty", "empty.txt", 0)]
    public async Task A_file_that_the_original_stored_is_restored_under_its_name(string name, string fileName, int pieces)
    {
        await using var storage = Open();
        var result = await storage.DownloadAsync(KeyOf(name), _directory.Path);
        result.Path.ShouldBe(_directory[fileName]);
        result.Manifest.Pieces.Count.ShouldBe(pieces);
        (await File.ReadAllBytesAsync(_directory[fileName])).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(Vectors, name + ".bin")));
        _directory.Files.ShouldBe([fileName]);
    }

    [Fact]
    public async Task A_piece_that_is_gone_is_lost_by_name_and_no_file_is_left()
    {
        _host.Images.Remove(KeyOf("three-1")).ShouldBeTrue();
        var error = await FailureAsync("three");
        error.Kind.ShouldBe(TransferErrorKind.Lost);
        error.Message.ShouldContain("piece 1");
    }

    [Theory]
    [InlineData("three")]
    [InlineData("three-2")]
    public async Task An_image_cut_short_is_corrupt_and_no_file_is_left(string image)
    {
        _host.Images[KeyOf(image)] = _host.Images[KeyOf(image)][..^30];
        (await FailureAsync("three")).Kind.ShouldBe(TransferErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_piece_of_another_length_is_corrupt_though_the_original_left_no_checksum()
    {
        _host.Images[KeyOf("three-2")] = _host.Images[KeyOf("three-1")];
        (await FailureAsync("three")).Kind.ShouldBe(TransferErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_piece_is_no_manifest() => (await FailureAsync("three-0")).Kind.ShouldBe(TransferErrorKind.Corrupt);

    private static string KeyOf(string image) => $"memory://vectors/{image}.png";

    private async Task<TransferException> FailureAsync(string name)
    {
        await using var storage = Open();
        var error = await Should.ThrowAsync<TransferException>(() => storage.DownloadAsync(KeyOf(name), _directory["file"]));
        _directory.Files.ShouldBeEmpty();
        return error;
    }

    private Storage Open() => new(
        StorageXSettings.Parse("storagex { downloads.attempts = 1, transfers.piece-attempts = 1 }"), _host);
}
