using FsCheck;
using FsCheck.Fluent;
using StbImageSharp;
using StbImageWriteSharp;
using StorageX.Images;
using Xunit;
using ColorComponents = StbImageSharp.ColorComponents;
using WriteComponents = StbImageWriteSharp.ColorComponents;

namespace StorageX.Specs.Images.Stb;

/// <summary>What is written here, a codec that shares nothing with ours reads, and the other way round.</summary>
public sealed class IndependentCodecSpec
{
    private static Arbitrary<(CanvasSize Full, byte[] Payload)> Canvases => (
        from width in Gen.Choose(16, 300)
        from height in Gen.Choose(16, 200)
        from length in Gen.Choose(0, (width * height * 3) - 4)
        from text in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue)
        select (new CanvasSize(width, height), text ? Some.Text(length, seed) : Some.Bytes(length, seed))).ToArbitrary();

    [Theory]
    [InlineData(PixelCompression.Stored)]
    [InlineData(PixelCompression.WhereItPays)]
    public void Another_codec_sees_the_pixels_that_were_written(PixelCompression compression) => Prop.ForAll(Canvases, canvas =>
    {
        using var image = ImageCanvas.Encode(canvas.Payload, canvas.Full, compression);
        var seen = ImageResult.FromMemory(image.Span.ToArray(), ColorComponents.RedGreenBlue);
        var size = CanvasSize.Fit(canvas.Payload.Length, canvas.Full);
        return seen.SourceComp == ColorComponents.RedGreenBlue && (seen.Width, seen.Height) == (size.Width, size.Height)
            && seen.Data.AsSpan().SequenceEqual(Raster(canvas.Payload, size));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("png", WriteComponents.RedGreenBlue)]
    [InlineData("png", WriteComponents.RedGreenBlueAlpha)]
    [InlineData("bmp", WriteComponents.RedGreenBlue)]
    [InlineData("bmp", WriteComponents.RedGreenBlueAlpha)]
    [InlineData("tga", WriteComponents.RedGreenBlue)]
    [InlineData("tga", WriteComponents.RedGreenBlueAlpha)]
    public void What_another_codec_writes_of_the_pixels_gives_the_payload(string format, WriteComponents components) => Prop.ForAll(Canvases, canvas =>
    {
        var size = CanvasSize.Fit(canvas.Payload.Length, canvas.Full);
        var raster = Raster(canvas.Payload, size);
        var pixels = components == WriteComponents.RedGreenBlue ? raster : [.. raster.Chunk(3).SelectMany(rgb => rgb.Append((byte)255))];
        using var file = new MemoryStream();
        var writer = new ImageWriter();
        Action<byte[], int, int, WriteComponents, Stream> write = format switch
        {
            "png" => writer.WritePng,
            "bmp" => writer.WriteBmp,
            _ => writer.WriteTga,
        };
        write(pixels, size.Width, size.Height, components, file);
        using var payload = ImageCanvas.Decode(file.ToArray(), canvas.Payload.Length);
        return payload.Span.SequenceEqual(canvas.Payload);
    }).QuickCheckThrowOnFailure();

    private static byte[] Raster(byte[] payload, CanvasSize size)
    {
        var raster = new byte[size.Width * size.Height * 3];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(raster, payload.Length);
        payload.CopyTo(raster, 4);
        return raster;
    }
}
