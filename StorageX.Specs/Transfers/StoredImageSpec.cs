using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Transfers;

/// <summary>A stored image that a host has changed.</summary>
public sealed class StoredImageSpec
{
    [Fact]
    public void Every_single_bit_of_a_stored_image_gives_the_same_bytes_or_is_refused_when_changed()
    {
        var raw = Some.Bytes(600, seed: 7);
        var secret = PieceSecret.Derive(new byte[32], System.Security.Cryptography.SHA256.HashData(raw));
        using var container = Container.Seal(raw, ContainerKind.Data, secret);
        using var image = ImageCanvas.Encode(container.Span, new CanvasSize(16, 16), PixelCompression.Stored);
        var bytes = image.Span.ToArray();
        var refused = 0;
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Open(bytes, secret) is { } opened)
                opened.ShouldBe(raw, $"bit {bit}");
            else
                refused++;
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        refused.ShouldBeGreaterThan(bytes.Length * 7);
    }

    private static byte[]? Open(byte[] image, byte[] secret)
    {
        try
        {
            using var canvas = ImageCanvas.Decode(image, 1 << 16);
            using var raw = Container.Open(PooledBytes.CopyOf(canvas.Span), ContainerKind.Data, secret, 600);
            return raw.Span.ToArray();
        }
        catch (Exception error) when (error is ImageException or ContainerException)
        {
            return null;
        }
    }
}
