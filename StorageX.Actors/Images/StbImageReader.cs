using StbImageSharp;
using StorageX.Buffers;
using StorageX.Images.Png;

namespace StorageX.Images;

/// <summary>
/// The second reader: takes a payload out of what is no PNG (JPEG, BMP, TGA, GIF, PSD), where the pixels are still those of the canvas. It holds the whole picture in memory, up to six times its raster.
/// </summary>
internal static class StbImageReader
{
    /// <summary>What a picture may unpack to, as a multiple of its file: a canvas of zeros that a JPEG keeps has some hundreds.</summary>
    private const int MostExpansion = 1000;

    /// <summary>Reads the picture, whose size is looked at before its pixels.</summary>
    /// <exception cref="ImageException">It is no such picture, is damaged, or is larger than the caller or a canvas may be.</exception>
    public static PooledBytes Read(ReadOnlySpan<byte> image, int maxPayloadBytes)
    {
        var size = Guard(image, file => ImageInfo.FromStream(file) is { } info ? new CanvasSize(info.Width, info.Height) : default);
        if (size.Width < 1 || size.Height < 1)
            throw new ImageException(ForeignFormat.Describe(image));
        PayloadLimit.CheckCanvas(size);
        if (size.Raster > (long)image.Length * MostExpansion)
            throw new ImageException($"{ForeignFormat.Describe(image)}; {size} pixels in {image.Length} bytes are more than a canvas can be packed to");

        var picture = Guard(image, file => ImageResult.FromStream(file, ColorComponents.RedGreenBlue));
        using var sink = new PayloadSink(new(picture.Width, picture.Height), maxPayloadBytes);
        try
        {
            sink.Add(picture.Data);
            return sink.Take();
        }
        catch (ImageException error)
        {
            throw new ImageException($"{ForeignFormat.Describe(image)}; {error.Message}", error);
        }
    }

    private static unsafe T Guard<T>(ReadOnlySpan<byte> image, Func<Stream, T> read)
    {
        // Pictures with light in floating point take four times as much, and no host makes them of a PNG.
        if (image.StartsWith("#?"u8))
            throw new ImageException(ForeignFormat.Describe(image));
        fixed (byte* start = image)
        {
            try
            {
                using var file = new ImageStream(start, image.Length);
                return read(file);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                throw new ImageException($"{ForeignFormat.Describe(image)}; it cannot be read: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}", error);
            }
        }
    }

    /// <summary>A file in memory whose end cannot be skipped: the decoder looks for the end by comparing positions.</summary>
    private sealed unsafe class ImageStream(byte* start, long length) : UnmanagedMemoryStream(start, length)
    {
        public override long Seek(long offset, SeekOrigin origin) => base.Seek(
            Math.Clamp(offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length), 0, Length), SeekOrigin.Begin);
    }
}
