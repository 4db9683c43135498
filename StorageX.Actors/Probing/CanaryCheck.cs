using StorageX.Containers;
using StorageX.Images;
using StorageX.Images.Png;

namespace StorageX.Probing;

/// <summary>Tells what a host made of a canary.</summary>
internal static class CanaryCheck
{
    private const int Compared = 64;

    /// <summary>Compares what was sent with what came back.</summary>
    /// <param name="sent">The canary.</param>
    /// <param name="fetched">The file that came back.</param>
    /// <returns>What became of it, and how, as a clause for people; empty where there is nothing to add.</returns>
    public static (CanaryFate Fate, string Detail) Compare(Canary sent, ReadOnlySpan<byte> fetched)
    {
        if (fetched.SequenceEqual(sent.Image))
            return (CanaryFate.Exact, "");
        try
        {
            var file = PngFile.Parse(fetched);
            using var payload = ImageCanvas.Decode(fetched, CanvasSize.MaxRaster);
            if (file.Header.Size == sent.Size && payload.Span.SequenceEqual(sent.Payload))
                return (CanaryFate.Lossless, Encoding(file, fetched, sent.Image));
            if (IsAnother(sent, payload.Span))
                return (CanaryFate.Another, "another picture came back");
            return OfPixels(sent, file);
        }
        catch (ImageException error)
        {
            return OfForeign(sent, fetched, error);
        }
    }

    // A PNG whose length in the first pixels has changed carries no payload at all; its header still tells its size.
    private static (CanaryFate Fate, string Detail) OfForeign(Canary sent, ReadOnlySpan<byte> fetched, ImageException error)
    {
        if (!fetched.StartsWith(PngFormat.Signature))
            return (error.Message.EndsWith("with loss", StringComparison.Ordinal) ? CanaryFate.Lossy : CanaryFate.Unreadable, $"came back as {error.Message}");
        try
        {
            var file = PngFile.Parse(fetched);
            return error.Message.Contains("damaged", StringComparison.Ordinal) ? (CanaryFate.Unreadable, error.Message) : OfPixels(sent, file);
        }
        catch (ImageException damage)
        {
            return (CanaryFate.Unreadable, $"came back as {damage.Message}");
        }
    }

    private static (CanaryFate Fate, string Detail) OfPixels(Canary sent, PngFile file) => file.Header.Size == sent.Size
        ? (CanaryFate.Lossy, "came back as a PNG with other pixels")
        : (CanaryFate.Resized, $"came back as {file.Header.Size} pixels");

    private static bool IsAnother(Canary sent, ReadOnlySpan<byte> payload)
    {
        if (sent.Kind == CanaryKind.Grey || !Container.IsContainer(payload) || payload.Length < ContainerHeader.Length + Compared)
            return false;
        var same = 0;
        for (var at = ContainerHeader.Length; at < ContainerHeader.Length + Compared; at++)
            same += payload[at] == sent.Payload[at] ? 1 : 0;
        return same < Compared / 4;
    }

    private static string Encoding(PngFile file, ReadOnlySpan<byte> fetched, ReadOnlySpan<byte> sent)
    {
        var header = file.Header;
        var colours = header.Colour switch
        {
            PngColour.Grey => "grey",
            PngColour.GreyAlpha => "grey with alpha",
            PngColour.Palette => "palette",
            PngColour.Rgba => "RGBA",
            _ => "RGB",
        };
        if (header is { Colour: PngColour.Rgb, Depth: 8, Interlaced: false })
            return HasSameData(file, fetched, sent) ? "with other chunks" : "with other filters or compression";
        return $"as {colours} of {header.Depth} {(header.Depth == 1 ? "bit" : "bits")}{(header.Interlaced ? ", interlaced" : "")}";
    }

    private static bool HasSameData(PngFile file, ReadOnlySpan<byte> fetched, ReadOnlySpan<byte> sent)
    {
        var rest = sent[PngFile.Parse(sent).Data[0].Range];
        foreach (var part in file.Data)
        {
            if (!rest.StartsWith(fetched[part.Range]))
                return false;
            rest = rest[part.Length..];
        }

        return rest.IsEmpty;
    }
}
