using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Images;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class ImageCanvasSpec
{
    private static readonly CanvasSize Full = new(1024, 768);

    public static TheoryData<int> Lengths => [0, 1, 2, 3, 764, 765, 766, 4096, 65_535, 65_536, 1_000_000, 2_359_291, 2_359_292];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_goes_in_comes_out(int length)
    {
        foreach (var compression in Enum.GetValues<PixelCompression>())
        {
            foreach (var payload in new[] { Some.Bytes(length, seed: length), Some.Text(length, seed: length), new byte[length] })
            {
                using var image = ImageCanvas.Encode(payload, Full, compression);
                using var back = ImageCanvas.Decode(image.Span, length);
                back.Span.SequenceEqual(payload).ShouldBeTrue();
                using var complete = PngReader.Read(image.Span, length);
                complete.Span.SequenceEqual(payload).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Any_payload_on_any_canvas_comes_back_by_both_readers()
    {
        var cases = from width in Gen.Choose(1, 200)
                    from height in Gen.Choose(2, 200)
                    from length in Gen.Choose(0, (width * height * 3) - 4)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (Full: new CanvasSize(width, height), Length: length, Seed: seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var payload = (c.Seed & 1) == 0 ? Some.Bytes(c.Length, c.Seed) : Some.Text(c.Length, c.Seed);
            using var image = ImageCanvas.Encode(payload, c.Full, (PixelCompression)(c.Seed >> 1 & 1));
            using var back = ImageCanvas.Decode(image.Span, c.Length);
            using var complete = PngReader.Read(image.Span, c.Length);
            return back.Span.SequenceEqual(payload) && complete.Span.SequenceEqual(payload);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Very_wide_and_very_high_canvases_work()
    {
        foreach (var full in new CanvasSize[] { new(CanvasSize.MaxSide, 3), new(3, CanvasSize.MaxSide), new(30_000, 40) })
        {
            var payload = Some.Bytes((int)full.Capacity, seed: 5);
            using var image = ImageCanvas.Encode(payload, full, PixelCompression.Stored);
            StoredPngReader.TryRead(image.Span, payload.Length).ShouldNotBeNull().Dispose();
            using var complete = PngReader.Read(image.Span, payload.Length);
            complete.Span.SequenceEqual(payload).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_stored_picture_is_read_on_the_fast_path(int length)
    {
        using var image = ImageCanvas.Encode(Some.Bytes(length, seed: 6), Full, PixelCompression.Stored);
        using var payload = StoredPngReader.TryRead(image.Span, length);
        payload.ShouldNotBeNull();
    }

    [Fact]
    public void A_picture_has_three_chunks_and_pixels_of_eight_bits_without_alpha()
    {
        using var image = ImageCanvas.Encode(Some.Bytes(100_000, seed: 7), Full, PixelCompression.Stored);
        var names = new List<string>();
        for (var at = 8; at < image.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(image.Span[at..]))
            names.Add(System.Text.Encoding.ASCII.GetString(image.Span.Slice(at + 4, 4)));
        names.ShouldBe(["IHDR", "IDAT", "IEND"]);
        image.Span[24..29].ToArray().ShouldBe<byte>([8, 2, 0, 0, 0]);
    }

    [Fact]
    public void A_full_piece_of_random_bytes_grows_by_less_than_45_hundred_thousandths()
    {
        using var image = ImageCanvas.Encode(Some.Bytes(2_359_292, seed: 8), Full, PixelCompression.WhereItPays);
        (image.Length / 2_359_292.0).ShouldBeLessThanOrEqualTo(1.00045);
    }

    [Fact]
    public void A_piece_shorter_than_the_canvas_pays_nothing_for_the_rest()
    {
        using var image = ImageCanvas.Encode(Some.Bytes(1000, seed: 9), Full, PixelCompression.Stored);
        image.Length.ShouldBeLessThan(1120);
        using var padded = PngWriter.Write(Some.Bytes(1000, seed: 9), Full);
        padded.Length.ShouldBeLessThan(16_100);
        using var payload = ImageCanvas.Decode(padded.Span, 1000);
        payload.Span.SequenceEqual(Some.Bytes(1000, seed: 9)).ShouldBeTrue();
    }

    [Fact]
    public void Text_is_compressed_where_it_pays_and_random_bytes_are_not()
    {
        using var text = ImageCanvas.Encode(Some.Text(1_000_000, seed: 10), Full, PixelCompression.WhereItPays);
        text.Length.ShouldBeLessThan(500_000);
        using var stored = ImageCanvas.Encode(Some.Text(1_000_000, seed: 10), Full, PixelCompression.Stored);
        stored.Length.ShouldBeGreaterThan(1_000_000);
        using var random = ImageCanvas.Encode(Some.Bytes(1_000_000, seed: 10), Full, PixelCompression.WhereItPays);
        using var same = ImageCanvas.Encode(Some.Bytes(1_000_000, seed: 10), Full, PixelCompression.Stored);
        random.Span.SequenceEqual(same.Span).ShouldBeTrue();
    }

    [Fact]
    public void Compression_never_makes_a_picture_larger_than_a_stored_one()
    {
        // The sample's windows are text; what lies between them does not compress.
        var payload = Some.Bytes(2_000_000, seed: 11);
        foreach (var start in new[] { 0, 998_000, 1_990_000 })
            Some.Text(9000, seed: start).CopyTo(payload, start);
        using var tried = ImageCanvas.Encode(payload, Full, PixelCompression.WhereItPays);
        using var stored = ImageCanvas.Encode(payload, Full, PixelCompression.Stored);
        tried.Length.ShouldBeLessThanOrEqualTo(stored.Length);
    }
}
