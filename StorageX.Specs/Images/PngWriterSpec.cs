using Shouldly;
using StorageX.Images;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class PngWriterSpec
{
    [Theory]
    [InlineData(1024, 768)]
    [InlineData(16, 16384)]
    [InlineData(16384, 16)]
    [InlineData(33, 77)]
    public void A_picture_written_over_its_own_payload_is_the_one_written_beside_it(int width, int height)
    {
        var full = new CanvasSize(width, height);
        var capacity = (int)full.Capacity;
        foreach (var length in new[] { 0, 1, 1000, capacity / 3, capacity - (width * 3), capacity - 1, capacity })
        {
            var payload = Some.Bytes(length, seed: length);
            var canvas = CanvasSize.Fit(length, full);
            using var beside = PngWriter.Write(payload, canvas);
            using var over = PngWriter.RentFor(length + 100);
            payload.CopyTo(PngWriter.PayloadIn(over));
            PngWriter.WriteInPlace(over, length, canvas);
            over.Span.SequenceEqual(beside.Span).ShouldBeTrue($"{length} bytes on {canvas}");
        }
    }
}
