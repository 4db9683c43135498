using System.Security.Cryptography;
using System.Text;
using Shouldly;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Specs.Backends;
using Xunit;
using static StorageX.Downloads.DownloadProtocol;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Specs.Transfers;

/// <summary>Small keys that lead to endless texts: a root lists one image again and again.</summary>
public sealed class ManifestBombSpec : TransferSpecBase
{
    private const int Repetitions = 4000;
    private static readonly CanvasSize Large = new(1024, 700);

    [Fact]
    public async Task A_text_without_end_that_lists_nothing_is_given_up_after_a_mebibyte()
    {
        var error = await FailureOf(await RootAsync(new string(' ', 60_000)));

        error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        error.Message.ShouldContain("more than 1048576 bytes of it list no piece");
        Host.Downloads.Requests.Count.ShouldBeLessThan(50);
    }

    [Theory]
    [InlineData("{\"protocol_version\":2.0,\"x\":[0", ",0", "more than 1048576 bytes of it list no piece")]
    [InlineData("{\"protocol_version\":2.0,\"x\":\"", "x", "more than 1048576 bytes of it list no piece")]
    [InlineData("{\"protocol_version\":2.0,\"x\":/*", "x", "more than 1048576 bytes of it list no piece")]
    [InlineData("", "{\"protocol_version\":2.0} ", "it is not a JSON object")]
    public async Task Values_that_nobody_knows_do_not_hide_a_text_without_end(string head, string again, string defect)
    {
        var filler = string.Concat(Enumerable.Repeat(again, 60_000 / again.Length));
        var error = await FailureOf(await RootAsync(filler, head));

        error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        error.Message.ShouldContain(defect);
        Host.Downloads.Requests.Count.ShouldBeLessThan(50);
    }

    [Fact]
    public async Task Pieces_that_begin_anew_are_refused_where_they_do()
    {
        var entries = string.Concat(Enumerable.Repeat(Entry(0, "memory://memory/x", 0, 1, Digest("")) + ",", 400));
        var error = await FailureOf(await RootAsync(entries, Head(0) + "\"pieces\":["));

        error.Message.ShouldContain("piece 1 has the seq 0");
        Host.Downloads.Requests.Count.ShouldBeLessThan(50);
    }

    [Theory]
    [InlineData(1000L, null, "bytes of text list the pieces of 1000 bytes")]
    [InlineData(null, 1000L, "allow a larger one with --max-size")]
    [InlineData(null, null, "and 17179869184 are the most")]
    public async Task A_text_that_is_absurdly_long_is_refused_before_a_byte_of_it_is_fetched(long? fileSize, long? maxSize, string defect)
    {
        var (key, digest) = await StoreAsync(new string(' ', 600_000));
        var times = fileSize is null && maxSize is null ? 30_000 : 20;
        var root = await StoreAsync(Listing(1, Enumerable.Repeat((key, digest, 600_000), times), fileSize));
        var error = await FailureOf(root.Key, maxSize);

        error.Message.ShouldContain(defect);
        Host.Downloads.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pieces_of_more_bytes_than_the_level_above_says_are_refused_as_soon_as_they_are_listed()
    {
        var pieces = Enumerable.Range(0, 4000).Select(seq => ($"memory://memory/{seq}", Digest($"{seq}"), 500_000));
        var text = Listing(0, pieces, null);
        var parts = text.Chunk(60_000).Select(part => new string(part)).ToList();
        var below = new List<(string, string, int)>();
        foreach (var part in parts)
        {
            var (key, digest) = await StoreAsync(part);
            below.Add((key, digest, part.Length));
        }

        var error = await FailureOf((await StoreAsync(Listing(1, below, 1_000_000))).Key);

        error.Message.ShouldContain("its pieces have more than the 1000000 bytes that the level above says");
    }

    private static string Digest(string text) => Checksum.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Head(int level) =>
        $"{{\"protocol_version\":2.0,\"filename\":\"f\",\"piece_width\":{Large.Width},\"piece_height\":{Large.Height},\"level\":{level},";

    private static string Entry(int seq, string key, long offset, int size, string checksum) =>
        $"{{\"seq\":{seq},\"key\":\"{key}\",\"offset\":{offset},\"size\":{size},\"checksum\":\"{checksum}\"}}";

    private static string Listing(int level, IEnumerable<(string Key, string Checksum, int Size)> pieces, long? fileSize)
    {
        var (text, seq, offset) = (new StringBuilder(Head(level)), 0, 0L);
        text.Append("\"pieces\":[");
        foreach (var (key, checksum, size) in pieces)
        {
            text.Append(seq > 0 ? "," : "").Append(Entry(seq++, key, offset, size, checksum));
            offset += size;
        }

        return text.Append($"],\"size\":{offset}").Append(fileSize is { } file ? $",\"file_size\":{file}" : "").Append('}').ToString();
    }

    /// <summary>The key of a root whose text begins with a head, if any, and goes on with the same image again and again.</summary>
    private async Task<string> RootAsync(string again, string head = "")
    {
        var (key, digest) = await StoreAsync(again);
        var pieces = Enumerable.Repeat((key, digest, again.Length), Repetitions);
        if (head.Length > 0)
        {
            var first = await StoreAsync(head);
            pieces = pieces.Prepend((first.Key, first.Digest, head.Length));
        }

        return (await StoreAsync(Listing(1, pieces, null))).Key;
    }

    private async Task<(string Key, string Digest)> StoreAsync(string text)
    {
        using var container = Container.Seal(Encoding.UTF8.GetBytes(text), ContainerKind.Manifest, []);
        using var image = ImageCanvas.Encode(container.Span, new CanvasSize(2048, 2048), PixelCompression.Stored);
        return (await Host.StoreAsync(image.Memory, default), Digest(text));
    }

    private async Task<TransferException> FailureOf(string key, long? maxSize = null) =>
        (await RunAsync(new DownloadJob(ShareKey.Parse(key), null, Host, null) { MaxSize = maxSize })).ShouldBeOfType<TransferFailed>().Error;
}
