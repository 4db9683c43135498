using Shouldly;
using StorageX.Manifests;
using StorageX.Reading;
using Xunit;

namespace StorageX.Specs.Reading;

public sealed class PieceIndexSpec
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(64, false)]
    [InlineData(65, false)]
    [InlineData(2000, false)]
    [InlineData(2000, true)]
    public async Task Every_byte_is_found_in_its_piece_with_those_after_it(int count, bool inMemory)
    {
        var pieces = Pieces(count);
        var size = pieces[^1].Offset + pieces[^1].Size;
        var manifest = new Manifest(2.0, "x", 32, 32, inMemory ? pieces : new Queue<ManifestPiece>(pieces));
        await using var index = await PieceIndex.OfAsync(manifest, default);
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var (offset, more, until) = (random.NextInt64(size), random.Next(5), random.NextInt64(size));
            var first = pieces.FindIndex(piece => offset < piece.Offset + piece.Size);
            var expected = pieces.Skip(first + 1).Take(more).TakeWhile(piece => piece.Offset < until).Prepend(pieces[first]);
            index.Find(offset, more, until).Select(Text).ShouldBe(expected.Select(Text));
        }

        Text(index.Find(0, 0, size).ShouldHaveSingleItem()).ShouldBe(Text(pieces[0]));
        Text(index.Find(size - 1, 3, size).ShouldHaveSingleItem()).ShouldBe(Text(pieces[^1]));
    }

    [Fact]
    public async Task Many_may_ask_at_once()
    {
        var pieces = Pieces(3000);
        await using var index = await PieceIndex.OfAsync(new Manifest(2.0, "x", 32, 32, new Queue<ManifestPiece>(pieces)), default);
        Parallel.For(0, 500, number =>
        {
            var piece = pieces[number * 7919 % 3000];
            index.Find(piece.Offset, 0, long.MaxValue)[0].Seq.ShouldBe(piece.Seq);
        });
    }

    private static List<ManifestPiece> Pieces(int count)
    {
        var random = new Random(1);
        var pieces = new List<ManifestPiece>();
        for (var (seq, offset) = (0, 0L); seq < count; seq++)
        {
            var size = random.Next(1, 1 << 20);
            var secret = new byte[32];
            random.NextBytes(secret);
            pieces.Add(new ManifestPiece(seq, $"memory://host/ä-{seq}", offset, size, "sha256:", secret));
            offset += size;
        }

        return pieces;
    }

    private static string Text(ManifestPiece piece) => $"{piece with { Secret = null }} {Convert.ToHexString(piece.Secret!.Value.Span)}";
}
