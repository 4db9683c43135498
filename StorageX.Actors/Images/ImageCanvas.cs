using StorageX.Buffers;
using StorageX.Images.Png;

namespace StorageX.Images;

/// <summary>
/// Bytes as the pixels of a PNG. The raster (RGB, 8 bits a sample, row by row) holds the number of payload bytes as a
/// little-endian 32-bit integer, then the payload, then zeros.
/// </summary>
public static class ImageCanvas
{
    /// <summary>Turns a payload into a PNG of size <see cref="CanvasSize.Fit"/>. The caller disposes the result.</summary>
    /// <param name="payload">0 bytes to the capacity of <paramref name="full"/>.</param>
    /// <param name="full">The canvas of a full piece.</param>
    /// <param name="compression">Whether to try to make the PNG smaller than the payload.</param>
    /// <returns>The file: IHDR, IDAT and IEND and no other chunk.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The payload does not fit, or the canvas is out of range.</exception>
    public static PooledBytes Encode(ReadOnlySpan<byte> payload, CanvasSize full, PixelCompression compression)
    {
        var canvas = CanvasSize.Fit(payload.Length, full);
        return compression == PixelCompression.WhereItPays && DeflateWriter.TryWrite(payload, canvas) is { } smaller
            ? smaller
            : PngWriter.Write(payload, canvas);
    }

    /// <summary>
    /// Takes the payload out of a PNG that <see cref="Encode"/> or any other program wrote, as long as the pixels are the
    /// same: any colour type, depth, filter, interlacing and further chunks; or out of a BMP, TGA, GIF, PSD or JPEG, as long as
    /// the pixels are the same. The caller disposes the result.
    /// </summary>
    /// <param name="image">The file.</param>
    /// <param name="maxPayloadBytes">
    /// The most payload the caller takes, 0 or more; it bounds the memory taken, apart from a few rows. The picture itself
    /// may be larger, to 64 MiB of pixels: the original StorageX pads a small payload to the size of a full piece.
    /// </param>
    /// <exception cref="ImageException">The bytes are no such picture, or a larger one than the caller allows.</exception>
    public static PooledBytes Decode(ReadOnlySpan<byte> image, int maxPayloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxPayloadBytes);
        if (!image.StartsWith(PngFormat.Signature))
            return StbImageReader.Read(image, maxPayloadBytes);
        return StoredPngReader.TryRead(image, maxPayloadBytes) ?? PngReader.Read(image, maxPayloadBytes);
    }
}
