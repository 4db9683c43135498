using System.Security.Cryptography;

namespace StorageX.Bench.Measuring;

/// <summary>What a machine cannot do without for this work: copying, hashing, encrypting, on one thread, from memory that no cache holds.</summary>
internal sealed class References : IDisposable
{
    /// <summary>Bytes of the pieces that everything in memory is measured on.</summary>
    public const int PieceBytes = (1024 * 768 * 3) - 4;

    private const int Pieces = 24;
    private readonly byte[][] _pieces = [.. Enumerable.Range(0, Pieces).Select(_ => RandomNumberGenerator.GetBytes(PieceBytes))];
    private readonly byte[] _target = new byte[PieceBytes];
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
    private readonly AesGcm _cipher = new(new byte[32], 16);

    /// <summary>The pieces, in turn.</summary>
    public byte[] this[int number] => _pieces[number % Pieces];

    /// <summary>memcpy, SHA-256 and AES-256-GCM, in this order.</summary>
    public IReadOnlyList<Stage> Stages =>
    [
        new("memcpy", i => this[i].CopyTo(_target.AsSpan())),
        new("SHA-256", i => SHA256.HashData(this[i], _digest)),
        new("AES-256-GCM", i => _cipher.Encrypt(new byte[12], this[i], _target, new byte[16])),
    ];

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
