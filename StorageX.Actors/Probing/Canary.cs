using System.Security.Cryptography;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Images.Png;

namespace StorageX.Probing;

/// <summary>What a canary looks like; hosts treat pictures by their looks.</summary>
public enum CanaryKind
{
    /// <summary>Noise of all colours, as nearly every piece is.</summary>
    Noise,

    /// <summary>Nearly all black, in few colours: what hosts turn into a palette.</summary>
    Flat,

    /// <summary>Noise of greys: what hosts turn into a grey picture.</summary>
    Grey,
}

/// <summary>A picture that shows what a host does to pictures. No two are the same. It is never a part of a file.</summary>
internal sealed class Canary
{
    // The length of a payload stands in the first pixels; this one is grey: its bytes are 1, 1, 1, and then 0.
    private const int GreyLength = 0x010101;
    private static readonly CanvasSize GreyCanvas = new(160, 160);

    private Canary(CanaryKind kind, CanvasSize size, byte[] payload)
    {
        (Kind, Size, Payload) = (kind, size, payload);
        using var image = PngWriter.Write(payload, size);
        Image = image.Span.ToArray();
    }

    /// <summary>What it looks like.</summary>
    public CanaryKind Kind { get; }

    /// <summary>Its sides.</summary>
    public CanvasSize Size { get; }

    /// <summary>What its pixels carry.</summary>
    public byte[] Payload { get; }

    /// <summary>The file.</summary>
    public byte[] Image { get; }

    /// <summary>A picture full of noise: a container of kind probe.</summary>
    /// <param name="size">Its sides, 16 or more each.</param>
    public static Canary Noise(CanvasSize size) => new(CanaryKind.Noise, size, Contained((int)size.Capacity - ContainerHeader.Length));

    /// <summary>A picture that is black but for its first pixels: a short container of kind probe. Its file is small, whatever its sides.</summary>
    /// <param name="size">Its sides, 16 or more each.</param>
    public static Canary Flat(CanvasSize size) => new(CanaryKind.Flat, size, Contained(64));

    /// <summary>A small picture of greys. No container can be grey, so it is none.</summary>
    public static Canary Grey()
    {
        var payload = new byte[GreyLength];
        var greys = RandomNumberGenerator.GetBytes(GreyLength / 3);
        // After the two bytes that complete the pixel of the length's last, 0, each pixel has one grey.
        // What is left of the last one stays black, as the rest of the picture.
        for (var at = 2; at < payload.Length - ((payload.Length - 2) % 3); at++)
            payload[at] = greys[(at - 2) / 3];
        return new Canary(CanaryKind.Grey, GreyCanvas, payload);
    }

    /// <summary>How many bytes a file of noise of this size has.</summary>
    public static int LengthOf(CanvasSize size) => new StoredLayout(size, (int)size.Capacity).FileLength;

    private static byte[] Contained(int length)
    {
        using var container = Container.Seal(RandomNumberGenerator.GetBytes(length), ContainerKind.Probe, []);
        return container.Span.ToArray();
    }
}
