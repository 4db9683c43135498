using BenchmarkDotNet.Attributes;
using StorageX.Manifests;

namespace StorageX.Bench.Micro;

/// <summary>A manifest of a thousand pieces, about 2.4 GB of a file, as text and back.</summary>
[MemoryDiagnoser]
public class ManifestBenchmarks
{
    private const int Pieces = 1000;
    private const int PieceBytes = 2_359_244;
    private Manifest _manifest = null!;
    private byte[] _text = [];

    /// <summary>Makes the manifest.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var digest = new byte[32];
        _manifest = new Manifest(1.0, "file.bin", 1024, 768, [.. Enumerable.Range(0, Pieces).Select(Piece)]) { Size = (long)Pieces * PieceBytes, PieceCount = Pieces };
        _text = Write();

        ManifestPiece Piece(int seq)
        {
            BitConverter.TryWriteBytes(digest, seq);
            return new ManifestPiece(seq, $"https://images.example/i/{seq:x8}.png", seq * (long)PieceBytes, PieceBytes, Checksum.Of(digest));
        }
    }

    /// <summary>Writing it.</summary>
    [Benchmark]
    public byte[] Write() => ManifestWriter.Write(_manifest);

    /// <summary>Reading and checking it.</summary>
    [Benchmark]
    public int Read() => ManifestReader.Read(_text).PieceCount;
}
