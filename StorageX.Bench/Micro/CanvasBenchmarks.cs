using BenchmarkDotNet.Attributes;
using StorageX.Bench.Measuring;
using StorageX.Images;
using StorageX.Images.Png;

namespace StorageX.Bench.Micro;

/// <summary>A full piece as a picture and back, and its checksums.</summary>
[MemoryDiagnoser]
public class CanvasBenchmarks
{
    private static readonly CanvasSize Canvas = new(1024, 768);
    private byte[] _piece = [];
    private byte[] _image = [];

    /// <summary>What the piece holds.</summary>
    [Params("random", "text")]
    public string Content { get; set; } = "random";

    /// <summary>Makes the piece.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _piece = Payload.Of(Content, References.PieceBytes);
        using var image = ImageCanvas.Encode(_piece, Canvas, PixelCompression.Stored);
        _image = image.Span.ToArray();
    }

    /// <summary>The canvas of a smaller piece.</summary>
    [Benchmark]
    public CanvasSize Fit() => CanvasSize.Fit(1_234_567, Canvas);

    /// <summary>In stored blocks.</summary>
    [Benchmark]
    public void WriteStored() => ImageCanvas.Encode(_piece, Canvas, PixelCompression.Stored).Dispose();

    /// <summary>Deflated where that pays.</summary>
    [Benchmark]
    public void WriteWhereItPays() => ImageCanvas.Encode(_piece, Canvas, PixelCompression.WhereItPays).Dispose();

    /// <summary>As written here.</summary>
    [Benchmark]
    public void ReadOwn() => ImageCanvas.Decode(_image, References.PieceBytes).Dispose();

    /// <summary>As if anyone had written it.</summary>
    [Benchmark]
    public void ReadAny() => PngReader.Read(_image, References.PieceBytes).Dispose();

    /// <summary>CRC-32.</summary>
    [Benchmark]
    public uint Crc() => Crc32.Compute(_piece);

    /// <summary>Adler-32.</summary>
    [Benchmark]
    public uint Adler() => Adler32.Append(Adler32.Empty, _piece);
}
