using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StorageX.Bench.Measuring;

namespace StorageX.Bench.Parity;

/// <summary>Pieces of random bytes, more than caches hold, and sums, outside of managed memory and aligned as ISA-L likes them.</summary>
internal sealed unsafe class AlignedPieces : IDisposable
{
    private const int Pieces = 24;
    private const int Sums = 4;
    private const int CacheLine = 64;
    private readonly nint[] _pieces = [.. Enumerable.Range(0, Pieces + Sums).Select(_ => (nint)NativeMemory.AlignedAlloc(References.PieceBytes, CacheLine))];

    public AlignedPieces()
    {
        foreach (var piece in _pieces)
            RandomNumberGenerator.Fill(new Span<byte>((void*)piece, References.PieceBytes));
    }

    /// <summary>Where the pieces of a group are; groups follow one another, round and round.</summary>
    public nint[] Group(int number, int pieces) => [.. Enumerable.Range(number * pieces, pieces).Select(piece => _pieces[piece % Pieces])];

    /// <summary>Where so many sums are.</summary>
    public nint[] SumsOf(int count) => _pieces[Pieces..(Pieces + count)];

    /// <summary>Makes so many sums zeros.</summary>
    public void Clear(int count)
    {
        foreach (var sum in SumsOf(count))
            NativeMemory.Clear((void*)sum, References.PieceBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var piece in _pieces)
            NativeMemory.AlignedFree((void*)piece);
    }
}
