using Shouldly;
using StorageX.Catalogue;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using Xunit;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Specs.Transfers;

public sealed class Format2Spec : TransferSpecBase
{
    private static readonly CanvasSize Canvas2 = new(32, 32);
    private static readonly int Capacity2 = PieceFormat.Public.CapacityOf(Canvas2);

    private readonly PieceCatalogue _catalogue;
    private readonly PieceFormat _format;

    public Format2Spec()
    {
        _catalogue = PieceCatalogue.Open(Folder["data", "catalogue.db"], TimeProvider.System);
        _format = PieceFormat.Private(UserSecret.LoadOrCreate(Folder["data", "secret"]));
    }

    private string Target => Folder["copy.bin"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(3019)]
    [InlineData(3020)]
    [InlineData(3021)]
    [InlineData(100_000)]
    public async Task What_went_up_comes_back(int size)
    {
        Capacity2.ShouldBe(3020);
        var bytes = Bytes(size);
        var done = await UploadAsync(bytes);
        (await DownloadAsync(done.Key)).ShouldBe(bytes);
        done.Manifest.Size.ShouldBe(size);
    }

    [Fact]
    public async Task A_manifest_of_three_levels_leads_to_its_file()
    {
        var bytes = Bytes(200 * Capacity2);
        var done = await UploadAsync(bytes);
        var root = await ManifestOf(done.Key, follow: false);
        root.Level.ShouldBeGreaterThanOrEqualTo(2);
        root.FileSize.ShouldBe(bytes.Length);
        (await DownloadAsync(done.Key)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_host_sees_neither_the_bytes_nor_the_name()
    {
        await UploadAsync(new byte[Capacity2]);
        var seen = Host.Images.Values.SelectMany(image => image).ToArray();
        seen.AsSpan().IndexOf("file.bin"u8).ShouldBe(-1);
        seen.AsSpan().IndexOf(new byte[200]).ShouldBe(-1);
    }

    [Fact]
    public async Task A_key_without_its_secret_opens_nothing()
    {
        var done = await UploadAsync(Bytes(5000));
        var failed = (await RunAsync(DownloadOf(done.Key.Locator, Target))).ShouldBeOfType<TransferFailed>();
        failed.Error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        Folder.Files.ShouldNotContain("copy.bin");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploads_that_are_public_or_unlinked_come_back_too(bool isPublic)
    {
        var bytes = Bytes(5000);
        var job = UploadOf(bytes) with { Format = isPublic ? PieceFormat.Public : PieceFormat.Unlinked };
        var done = (await RunAsync(job)).ShouldBeOfType<TransferSucceeded>();
        (done.Key.Secret is null).ShouldBe(isPublic);
        (await DownloadAsync(done.Key)).ShouldBe(bytes);
    }

    [Fact]
    public async Task The_same_file_again_sends_only_its_manifest()
    {
        var bytes = Bytes(5 * Capacity2);
        await UploadAsync(bytes);
        var images = Host.Images.Count;
        var requests = Host.Uploads.Requests.Count;
        var again = await UploadAsync(bytes);
        (Host.Uploads.Requests.Count - requests).ShouldBe(Host.Images.Count - images);
        Host.Images.Keys.Count(locator => Host.Uploads.Requests.Count(request => request.Locator == locator) > 1).ShouldBe(0);
        (await DownloadAsync(again.Key)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_file_that_shares_pieces_sends_only_the_rest()
    {
        var bytes = Bytes(50 * Capacity2);
        var before = (await ManifestOf((await UploadAsync(bytes)).Key, follow: true)).Pieces.Select(piece => piece.Key).ToHashSet();
        bytes[20 * Capacity2] ^= 1;
        var requests = Host.Uploads.Requests.Count;
        var done = await UploadAsync(bytes);
        var after = (await ManifestOf(done.Key, follow: true)).Pieces.Select(piece => piece.Key).ToHashSet();
        Host.Uploads.Requests.Skip(requests).Count(request => after.Contains(request.Locator)).ShouldBe(1);
        after.Except(before).Count().ShouldBe(1);
        (await DownloadAsync(done.Key)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_piece_that_the_host_has_lost_is_sent_again()
    {
        var bytes = Bytes(5 * Capacity2);
        var first = await UploadAsync(bytes);
        var lost = (await ManifestOf(first.Key, follow: true)).Pieces.First().Key;
        Host.Images.Remove(lost).ShouldBeTrue();
        var again = await UploadAsync(bytes, TimeSpan.Zero);
        Host.Images.ContainsKey(lost).ShouldBeTrue();
        (await DownloadAsync(again.Key)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_download_that_was_cut_off_continues_where_it_stopped()
    {
        var bytes = Bytes(50 * Capacity2);
        var done = await UploadAsync(bytes);
        var pieces = (await ManifestOf(done.Key, follow: true)).Pieces.ToList();
        var image = Host.Images[pieces[30].Key];
        Host.Images.Remove(pieces[30].Key);
        (await RunAsync(Keeping(done.Key))).ShouldBeOfType<TransferFailed>().Error.Kind.ShouldBe(TransferErrorKind.Lost);
        var part = new FileInfo(Target + ".part");
        part.Exists.ShouldBeTrue();
        var kept = (int)(part.Length / Capacity2);
        kept.ShouldBeInRange(30 - Credits, 30);
        Host.Images[pieces[30].Key] = image;
        var before = Host.Downloads.Requests.Count;
        (await RunAsync(Keeping(done.Key))).ShouldBeOfType<TransferSucceeded>();
        File.ReadAllBytes(Target).ShouldBe(bytes);
        File.Exists(Target + ".part").ShouldBeFalse();
        Host.Downloads.Requests.Skip(before).Count(request => pieces.Any(piece => piece.Key == request.Locator)).ShouldBe(50 - kept);
    }

    [Fact]
    public async Task A_part_with_wrong_bytes_is_only_kept_up_to_them()
    {
        var bytes = Bytes(10 * Capacity2);
        var done = await UploadAsync(bytes);
        var part = bytes[..(6 * Capacity2)];
        part[3 * Capacity2] ^= 1;
        Folder.Write("copy.bin.part", part);
        (await RunAsync(Keeping(done.Key))).ShouldBeOfType<TransferSucceeded>();
        File.ReadAllBytes(Target).ShouldBe(bytes);
    }

    [Fact]
    public async Task Verifying_names_every_piece_that_is_lost_or_wrong_and_goes_on()
    {
        var bytes = Bytes(20 * Capacity2);
        var done = await UploadAsync(bytes);
        var pieces = (await ManifestOf(done.Key, follow: true)).Pieces.ToList();
        Host.Images.Remove(pieces[3].Key);
        Host.Images[pieces[7].Key] = Host.Images[pieces[8].Key];
        var sink = new VerifySink();
        (await RunAsync(new DownloadJob(done.Key, _ => sink, Host, null))).ShouldBeOfType<TransferSucceeded>();
        sink.Defects.Select(defect => (defect.Piece.Seq, defect.Kind)).ShouldBe([(3, TransferErrorKind.Lost), (7, TransferErrorKind.Corrupt)]);
        var quick = new VerifySink();
        (await RunAsync(new DownloadJob(done.Key, _ => quick, Host, null) { ExistenceOnly = true })).ShouldBeOfType<TransferSucceeded>();
        quick.Defects.Select(defect => defect.Piece.Seq).ShouldBe([3]);
    }

    protected override void AfterAll()
    {
        _catalogue.Dispose();
        base.AfterAll();
    }

    private UploadJob Job(byte[] bytes, TimeSpan checkAfter) => UploadOf(bytes) with
    {
        Format = _format,
        Canvas = Canvas2,
        Known = [new KnownPieces(_catalogue, Host, "2", checkAfter, TimeProvider.System)],
    };

    private async Task<TransferSucceeded> UploadAsync(byte[] bytes, TimeSpan? checkAfter = null) =>
        (await RunAsync(Job(bytes, checkAfter ?? TimeSpan.FromDays(7)))).ShouldBeOfType<TransferSucceeded>();

    private DownloadJob Keeping(ShareKey key) =>
        new(key, manifest => PieceWriter.OpenFile(Target, manifest.Size, overwrite: false, keep: true), Host, null);

    private async Task<byte[]> DownloadAsync(ShareKey key)
    {
        File.Delete(Target);
        (await RunAsync(DownloadOf(key.ToString(), Target))).ShouldBeOfType<TransferSucceeded>();
        return await File.ReadAllBytesAsync(Target);
    }

    /// <summary>The root manifest, or the one at level 0.</summary>
    private async Task<Manifest> ManifestOf(ShareKey key, bool follow)
    {
        if (follow)
            return (await RunAsync(new DownloadJob(key, null, Host, null))).ShouldBeOfType<TransferSucceeded>().Manifest;
        using var image = await Host.DownloadAsync(key.Locator, default);
        using var text = PieceOpening.Root(key).Open(image.Span, int.MaxValue / 64, 1 << 20);
        return ManifestReader.Read(text.Memory);
    }
}
