using System.Security.Cryptography;
using Shouldly;
using StorageX.Images;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class PngVectorSpec
{
    public static TheoryData<string> Sound => [.. PngVectors.All.Where(v => v.Sha256 is not null).Select(v => v.Name)];

    public static TheoryData<string> Unsound => [.. PngVectors.All.Where(v => v.Sha256 is null).Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_picture_that_another_program_wrote_gives_the_payload(string name)
    {
        var vector = PngVectors.Named(name);
        using var payload = ImageCanvas.Decode(vector.Read(), vector.Limit);
        Convert.ToHexStringLower(SHA256.HashData(payload.Span)).ShouldBe(vector.Sha256);
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_file_that_is_no_sound_canvas_is_refused_by_its_defect(string name)
    {
        var vector = PngVectors.Named(name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Should.Throw<ImageException>(() => ImageCanvas.Decode(vector.Read(), vector.Limit));
        refusal.Message.ShouldContain(vector.Refusal);
        refusal.Message.ShouldNotEndWith(".");
        refusal.Message.ShouldNotContain("\n");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void The_writer_s_bytes_are_those_that_an_independent_writer_makes()
    {
        foreach (var (name, full) in new[] { ("stored.png", new CanvasSize(24, 19)), ("stored-two-blocks.png", new CanvasSize(150, 156)) })
        {
            var expected = PngVectors.Named(name).Read();
            using var payload = ImageCanvas.Decode(expected, (int)full.Capacity);
            using var written = ImageCanvas.Encode(payload.Span, full, PixelCompression.Stored);
            written.Span.SequenceEqual(expected).ShouldBeTrue(name);
        }
    }
}
