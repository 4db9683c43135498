using Newtonsoft.Json;
using Shouldly;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Manifests;

/// <summary>Manifests that Python wrote; see <c>Vectors/manifest1/make_vectors.py</c>.</summary>
public sealed class ManifestVectorsSpec
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Vectors", "manifest1");

    public static TheoryData<string> Lines => [.. File.ReadLines(Path.Combine(Vectors, "expected.tsv"))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_the_original_wrote_is_read(string line)
    {
        var columns = line.Split('\t').Select(column => JsonConvert.DeserializeObject<string>(column)!).ToArray();
        var manifest = ManifestReader.Read(File.ReadAllBytes(Path.Combine(Vectors, columns[0] + ".json")));
        manifest.ProtocolVersion.ShouldBe(1.0);
        manifest.FileName.ShouldBe(columns[1]);
        manifest.Size.ShouldBe(long.Parse(columns[2]));
        manifest.Pieces.Select(piece => piece.Key).ShouldBe(columns[3..]);
        manifest.Pieces.Select(piece => piece.Seq).ShouldBe(Enumerable.Range(0, columns.Length - 3));
        manifest.Pieces.ShouldAllBe(piece => piece.Checksum == "");
        manifest.Pieces.Zip(manifest.Pieces.Skip(1)).ShouldAllBe(pair => pair.First.Offset + pair.First.Size == pair.Second.Offset);
    }

    [Fact]
    public void Every_vector_has_its_line() =>
        Directory.EnumerateFiles(Vectors, "*.json").Count().ShouldBe(File.ReadLines(Path.Combine(Vectors, "expected.tsv")).Count());
}
