using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Containers;
using Xunit;

namespace StorageX.Specs.Manifests;

/// <summary>Manifests of format 2 that another program wrote, read in memory and as a stream.</summary>
public sealed class Format2ManifestSpec
{
    private static readonly string[] Folders = ["manifests", "manifests-parity"];

    public static TheoryData<string, string> Sound => Expecting("manifest");

    public static TheoryData<string, string> Unsound => Expecting("refused");

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_manifest_is_read_whole(string folder, string name)
    {
        var vector = Format2Vector.Read(folder, name);
        foreach (var manifest in new[] { ManifestReader.Read(vector.Bytes, format2Only: true), Streamed(vector) })
        {
            manifest.Level.ShouldBe(int.Parse(vector["level"]));
            manifest.Size.ShouldBe(long.Parse(vector["size"]));
            manifest.PieceCount.ShouldBe(int.Parse(vector["pieces"]));
            manifest.Pieces.Select(piece => piece.Seq).ShouldBe(Enumerable.Range(0, manifest.PieceCount));
            if (vector["groups"].Length > 0)
            {
                manifest.Pieces.Count(piece => piece.Parity.Count > 0).ShouldBe(int.Parse(vector["groups"]));
                manifest.Pieces.Sum(piece => piece.Mirrors.Count + piece.Parity.Sum(parity => parity.Mirrors.Count)).ShouldBe(int.Parse(vector["copies"]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void An_unsound_manifest_is_refused(string folder, string name)
    {
        var vector = Format2Vector.Read(folder, name);
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

    [Fact]
    public void Copies_and_parity_are_read_as_they_were_written()
    {
        ParityPiece Parity(int place) => new($"memory://p/{place}", 3020, Checksum.Of(new byte[32]), new byte[32]) { Mirrors = place == 0 ? ["memory://q/0"] : [] };
        var pieces = Enumerable.Range(0, 5).Select(seq => new ManifestPiece(seq, $"memory://a/{seq}", seq * 3020L, 3020, Checksum.Of(new byte[32]))
        {
            Mirrors = seq == 1 ? ["memory://b/1", "memory://c/1"] : [],
            Parity = seq is 2 or 4 ? [Parity(0), Parity(1)] : [],
        }).ToList();
        var head = new Manifest(2.0, "a", 32, 32, []) { Parity = new ParityScheme(3, 2) };
        using var level = new ManifestLevel(head, 0);
        pieces.ForEach(level.Add);
        level.End(head with { Size = 5 * 3020L });
        using var text = level.Take(int.MaxValue);
        var manifest = ManifestReader.Read(text.Memory);
        manifest.Parity.ShouldBe(head.Parity);
        manifest.Pieces.Select(piece => string.Join(' ', piece.Mirrors)).ShouldBe(["", "memory://b/1 memory://c/1", "", "", ""]);
        manifest.Pieces.SelectMany(piece => piece.Parity).Select(parity => (parity.Key, parity.Size, parity.Secret!.Value.Length, parity.Mirrors.Count))
            .ShouldBe([("memory://p/0", 3020, 32, 1), ("memory://p/1", 3020, 32, 0), ("memory://p/0", 3020, 32, 1), ("memory://p/1", 3020, 32, 0)]);
    }

    private static TheoryData<string, string> Expecting(string result)
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Folders)
        {
            foreach (var name in Format2Vector.Names(folder).Where(name => Format2Vector.Read(folder, name)["expect"] == result))
                data.Add(folder, name);
        }

        return data;
    }

    private static Manifest Streamed(Format2Vector vector) => ManifestReader.Read(new MemoryStream(vector.Bytes), () => new MemoryStream(vector.Bytes));
}
