using System.Security.Cryptography;
using Shouldly;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Pieces;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces;

public sealed class PieceIdentitySpec : IDisposable
{
    private static readonly CanvasSize Canvas = new(64, 48);
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Images_of_another_piece_format_secret_or_canvas_have_another_identity()
    {
        var piece = Some.Bytes(1000, seed: 1);
        var other = Some.Bytes(1000, seed: 2);
        var mine = PieceFormat.Private(UserSecret.LoadOrCreate(_directory["mine"]));
        var yours = PieceFormat.Private(UserSecret.LoadOrCreate(_directory["yours"]));
        string[] identities =
        [
            Identity(PieceFormat.Format1, piece), Identity(PieceFormat.Format1, other), Identity(PieceFormat.Format1, piece, new CanvasSize(48, 64)),
            Identity(PieceFormat.Public, piece), Identity(PieceFormat.Unlinked, piece), Identity(PieceFormat.Unlinked, piece),
            Identity(mine, piece), Identity(yours, piece), Identity(mine, other),
        ];
        identities.Distinct().Count().ShouldBe(identities.Length);
    }

    [Fact]
    public void The_same_piece_has_the_same_identity_compressed_or_not()
    {
        var piece = Some.Text(2000, seed: 1);
        var format = PieceFormat.Private(UserSecret.LoadOrCreate(_directory["secret"]));
        Identity(format, piece).ShouldBe(Identity(format, piece));
        Identity(format.Uncompressed(), piece).ShouldBe(Identity(format, piece));
    }

    [Fact]
    public void Without_compression_text_takes_its_own_length_and_opens_the_same()
    {
        var piece = Some.Text(5000, seed: 1);
        foreach (var format in new[] { PieceFormat.Format1, PieceFormat.Public, PieceFormat.Unlinked })
        {
            var (small, _) = format.Seal(piece, ContainerKind.Data, Canvas, SHA256.HashData(piece));
            var (whole, secret) = format.Uncompressed().Seal(piece, ContainerKind.Data, Canvas, SHA256.HashData(piece));
            using (small)
            using (whole)
            {
                small.Length.ShouldBeLessThan(piece.Length);
                whole.Length.ShouldBeInRange(piece.Length, piece.Length + 500);
                var canvas = ImageCanvas.Decode(whole.Span, CanvasSize.MaxRaster);
                using var back = format.IsFormat1 ? canvas : Container.Open(canvas, ContainerKind.Data, secret, piece.Length);
                back.Span.SequenceEqual(piece).ShouldBeTrue();
            }
        }
    }

    private static string Identity(PieceFormat format, byte[] piece, CanvasSize? canvas = null)
    {
        var digest = SHA256.HashData(piece);
        var (image, secret) = format.Seal(piece, ContainerKind.Data, canvas ?? Canvas, digest);
        image.Dispose();
        return Convert.ToHexString(format.IdentityOf(ContainerKind.Data, canvas ?? Canvas, digest, secret));
    }
}
