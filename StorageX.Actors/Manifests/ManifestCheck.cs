using System.Buffers;

namespace StorageX.Manifests;

/// <summary>What must hold of a manifest before a byte of it is fetched; walks the pieces once, in order.</summary>
internal sealed class ManifestCheck
{
    private const int LongestKey = 8192;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private ManifestPiece? _largest;
    private ManifestPiece? _empty;
    private int? _withoutChecksum;
    private readonly GroupCheck _groups = new();

    /// <summary>How many pieces there are so far.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they have together.</summary>
    public long Size { get; private set; }

    /// <summary>Requires that the manifest's pieces make one file without gap, overlap or empty piece.</summary>
    /// <exception cref="ManifestException">They do not.</exception>
    public static void RequireWhole(Manifest manifest)
    {
        var check = new ManifestCheck();
        foreach (var piece in manifest.Pieces)
            check.Next(piece);
        check.End(manifest);
    }

    /// <summary>Takes the next piece.</summary>
    /// <exception cref="ManifestException">It does not follow the one before.</exception>
    public void Next(ManifestPiece piece)
    {
        Require(piece.Seq == Count, $"piece {Count} has the seq {piece.Seq}; pieces count from 0, each once");
        Require(piece.Offset == Size, $"piece {Count} stands at byte {piece.Offset}, where byte {Size} is next");
        RequireLocators($"piece {Count}", piece.Key, piece.Mirrors);
        if (piece.Size < 1)
            _empty ??= piece;
        if (_largest is null || piece.Size > _largest.Size)
            _largest = piece;
        if (_withoutChecksum is null && !HasChecksum(piece.Checksum))
            _withoutChecksum = Count;
        _groups.Next(piece);
        Count = checked(Count + 1);
        Size = checked(Size + piece.Size);
    }

    /// <summary>Compares the pieces with what the manifest says of them all.</summary>
    /// <exception cref="ManifestException">It says otherwise.</exception>
    public void End(Manifest manifest)
    {
        if ((_empty ?? _largest) is { } odd)
            Require(odd.Size >= 1 && odd.Size <= manifest.PieceCapacity, $"piece {odd.Seq} has {odd.Size} bytes, and a canvas of {manifest.PieceWidth} x {manifest.PieceHeight} carries 1 to {manifest.PieceCapacity}");
        Require(manifest.IsFormat1 || _withoutChecksum is null, $"piece {_withoutChecksum} has no usable checksum");
        if (!manifest.IsFormat1)
            _groups.End(manifest.Parity);
        var size = manifest.Inline is { } inline ? inline.Length : Size;
        Require(size == manifest.Size, $"it says that the size is {manifest.Size}, and its pieces have {size} bytes");
    }

    /// <summary>Requires that the locators of a piece's images can be ones, each another.</summary>
    /// <exception cref="ManifestException">They cannot.</exception>
    public static void RequireLocators(string name, string key, IReadOnlyList<string> mirrors)
    {
        Require(IsLocator(key), $"{name} has no usable key");
        for (var index = 0; index < mirrors.Count; index++)
            Require(ShareKey.IsLocator(mirrors[index]) && mirrors[index] != key && mirrors.Take(index).All(other => other != mirrors[index]), $"{name} has no usable mirror {index}");
    }

    /// <summary>Whether a text is a checksum.</summary>
    public static bool HasChecksum(string text) =>
        text.Length == Checksum.Length && text.StartsWith(Checksum.Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Checksum.Prefix.Length).ContainsAnyExcept(Digits);

    private static bool IsLocator(string text) => text.Length is >= 1 and <= LongestKey && !text.Any(char.IsControl);

    private static void Require(bool holds, string defect)
    {
        if (!holds)
            throw new ManifestException(defect);
    }
}
