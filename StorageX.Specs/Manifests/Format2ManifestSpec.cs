using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Containers;
using Xunit;

namespace StorageX.Specs.Manifests;

/// <summary>Manifests of format 2 that another program wrote, read in memory and as a stream.</summary>
public sealed class Format2ManifestSpec
{
    public static TheoryData<string> Sound => [.. Format2Vector.Names("manifests").Where(name => Read(name)["expect"] == "manifest")];

    public static TheoryData<string> Unsound => [.. Format2Vector.Names("manifests").Where(name => Read(name)["expect"] == "refused")];

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_manifest_is_read_whole(string name)
    {
        var vector = Read(name);
        foreach (var manifest in new[] { ManifestReader.Read(vector.Bytes, format2Only: true), Streamed(vector) })
        {
            manifest.Level.ShouldBe(int.Parse(vector["level"]));
            manifest.Size.ShouldBe(long.Parse(vector["size"]));
            manifest.PieceCount.ShouldBe(int.Parse(vector["pieces"]));
            manifest.Pieces.Select(piece => piece.Seq).ShouldBe(Enumerable.Range(0, manifest.PieceCount));
        }
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void An_unsound_manifest_is_refused(string name)
    {
        var vector = Read(name);
        Should.Throw<ManifestException>(() => ManifestReader.Read(vector.Bytes, format2Only: true));
        Should.Throw<ManifestException>(() => Streamed(vector));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void What_is_written_is_read_as_it_was(int count)
    {
        var pieces = Enumerable.Range(0, count)
            .Select(seq => new ManifestPiece(seq, $"memory://é/{seq}", seq * 3020L, 3020, Checksum.Of(new byte[32]), new byte[32])).ToList();
        var head = new Manifest(2.0, "na\"me\u0007", 32, 32, []);
        using var level = new ManifestLevel(head, 0);
        pieces.ForEach(level.Add);
        level.End(head with { Size = count * 3020L, Created = new DateTimeOffset(2026, 11, 22, 1, 2, 3, TimeSpan.Zero) });
        using var text = level.Take(int.MaxValue);
        var manifest = ManifestReader.Read(text.Memory);
        manifest.FileName.ShouldBe(head.FileName);
        manifest.Size.ShouldBe(count * 3020L);
        manifest.Created!.Value.Second.ShouldBe(3);
        manifest.Pieces.Select(piece => (piece.Seq, piece.Key, piece.Offset, piece.Size, piece.Checksum)).ShouldBe(
            pieces.Select(piece => (piece.Seq, piece.Key, piece.Offset, piece.Size, piece.Checksum)));
        manifest.Pieces.ShouldAllBe(piece => piece.Secret!.Value.Length == 32);
    }

    private static Format2Vector Read(string name) => Format2Vector.Read("manifests", name);

    private static Manifest Streamed(Format2Vector vector) => ManifestReader.Read(new MemoryStream(vector.Bytes), () => new MemoryStream(vector.Bytes));
}
