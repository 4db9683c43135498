using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using StorageX.Bench.Measuring;
using StorageX.Buffers;
using StorageX.Containers;

namespace StorageX.Bench.Micro;

/// <summary>A piece sealed into a container and opened again.</summary>
[MemoryDiagnoser]
public class ContainerBenchmarks
{
    private readonly byte[] _secret = new byte[PieceSecret.Length];
    private byte[] _piece = [];
    private byte[] _digest = [];
    private byte[] _sealed = [];

    /// <summary>What the piece holds.</summary>
    [Params("random", "text")]
    public string Content { get; set; } = "random";

    /// <summary>Makes the piece.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _piece = Payload.Of(Content, References.PieceBytes - Container.Overhead);
        _digest = SHA256.HashData(_piece);
        using var container = Container.Seal(_piece, ContainerKind.Data, _secret);
        _sealed = container.Span.ToArray();
    }

    /// <summary>SHA-256 of the piece, which the engine takes once.</summary>
    [Benchmark]
    public byte[] Hash() => SHA256.HashData(_piece);

    /// <summary>Its secret.</summary>
    [Benchmark]
    public byte[] Derive() => PieceSecret.Derive(_secret, _digest);

    /// <summary>Sealing.</summary>
    [Benchmark]
    public void Seal() => Container.Seal(_piece, ContainerKind.Data, _secret, _digest).Dispose();

    /// <summary>Opening; a copy of the container is in it, since its buffer is used up.</summary>
    [Benchmark]
    public void Open() => Container.Open(PooledBytes.CopyOf(_sealed), ContainerKind.Data, _secret, _piece.Length).Dispose();
}
