using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Manifests;
using Xunit;

namespace StorageX.Specs.Manifests;

public sealed class ManifestRoundTripSpec
{
    [Fact]
    public void What_is_written_is_read()
    {
        var cases = from count in Gen.Choose(0, 40)
                    from width in Gen.Choose(16, 400)
                    from height in Gen.Choose(16, 400)
                    from name in Texts
                    from keys in Gen.ArrayOf(Texts, count)
                    from sizes in Gen.ArrayOf(Gen.Choose(1, (width * height * 3) - 4), count)
                    select SomeManifest.Of(name, width, height, [.. keys.Select(key => "k" + key)], sizes);
        Prop.ForAll(cases.ToArbitrary(), manifest =>
        {
            var read = ManifestReader.Read(ManifestWriter.Write(manifest));
            return (read with { Pieces = manifest.Pieces }) == manifest && read.Pieces.SequenceEqual(manifest.Pieces);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_text_is_as_the_original_writes_it_down_to_the_version_s_decimal() =>
        Encoding.UTF8.GetString(ManifestWriter.Write(new Manifest(1.0, "a\"ü.txt", 32, 16, [new(0, "k", 0, 5, "")]))).ShouldBe(
            """{"protocol_version":1.0,"filename":"a\"ü.txt","piece_width":32,"piece_height":16,"pieces":[{"seq":0,"key":"k","offset":0,"size":5,"checksum":""}]}""");

    /// <summary>Texts without control characters, which no key has.</summary>
    private static Gen<string> Texts => Gen.ArrayOf(Gen.Elements("a", "/", "%20", "\"", "\\", "ü", "漢", "😀", "?", "#", "\u202e", " ", "'", "<")).Select(string.Concat);
}
