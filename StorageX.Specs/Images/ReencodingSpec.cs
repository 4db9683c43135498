using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Images;
using StorageX.Images.Png;
using Xunit;

namespace StorageX.Specs.Images;

public sealed class ReencodingSpec
{
    private static Gen<PngRecipe> Recipes =>
        from alpha in Gen.Elements(true, false)
        from wide in Gen.Elements(true, false)
        from interlaced in Gen.Elements(true, false)
        from filter in Gen.Choose(0, 5)
        from split in Gen.Elements(0, 100, 1000)
        from chunks in Gen.Elements(true, false)
        from level in Gen.Elements(CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal)
        select new PngRecipe(alpha, wide, interlaced, filter, split, chunks, level);

    [Fact]
    public void A_payload_survives_any_lossless_way_of_writing_its_picture_again()
    {
        var cases = from recipe in Recipes
                    from width in Gen.Choose(1, 120)
                    from height in Gen.Choose(2, 90)
                    from length in Gen.Choose(0, (width * height * 3) - 4)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (Recipe: recipe, Size: new CanvasSize(width, height), Length: length, Seed: seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var payload = Some.Bytes(c.Length, c.Seed);
            var again = PngMaker.Make(c.Size, Raster(payload, c.Size), c.Recipe, c.Seed);
            using var back = ImageCanvas.Decode(again, c.Length);
            return back.Span.SequenceEqual(payload);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_is_undone_at_every_width_and_distance(int filter)
    {
        foreach (var distance in new[] { 1, 2, 3, 4, 6, 8 })
        {
            for (var pixels = 1; pixels <= 150; pixels++)
            {
                var row = Some.Bytes(pixels * distance, seed: pixels);
                var above = Some.Bytes(pixels * distance, seed: -pixels);
                if (pixels % 3 == 0)
                    (row[^1], above[^1]) = (255, 255);
                var restored = PngMaker.Filtered(filter, row, above, distance);
                Unfilter.Row((byte)filter, restored, above, distance);
                restored.ShouldBe(row, $"filter {filter}, {pixels} pixels of {distance} bytes");
            }
        }
    }

    [Fact]
    public void Ties_and_extremes_of_the_Paeth_filter_go_the_way_of_the_standard()
    {
        byte[] extremes = [0, 1, 127, 128, 129, 254, 255];
        foreach (var distance in new[] { 3, 4 })
        {
            var cases = (from a in extremes from b in extremes from c in extremes from x in extremes select (a, b, c, x)).ToArray();
            var row = cases.SelectMany(v => Enumerable.Repeat(v.a, distance).Concat(Enumerable.Repeat(v.x, distance))).ToArray();
            var above = cases.SelectMany(v => Enumerable.Repeat(v.c, distance).Concat(Enumerable.Repeat(v.b, distance))).ToArray();
            var restored = PngMaker.Filtered(4, row, above, distance);
            Unfilter.Row(4, restored, above, distance);
            restored.ShouldBe(row);
        }
    }

    private static byte[] Raster(byte[] payload, CanvasSize size)
    {
        var raster = new byte[size.Width * size.Height * 3];
        BinaryPrimitives.WriteInt32LittleEndian(raster, payload.Length);
        payload.CopyTo(raster, 4);
        return raster;
    }
}
