using StorageX.Buffers;

namespace StorageX.Manifests;

/// <summary>A manifest of format 1: one JSON object, UTF-8, as the original writes it; it must fit one image.</summary>
internal sealed class FlatManifest : IManifestText
{
    private readonly List<ManifestPiece> _pieces = [];
    private long _bytes;

    /// <inheritdoc/>
    public PooledBytes? Root { get; private set; }

    /// <inheritdoc/>
    public void Add(ManifestPiece piece)
    {
        _pieces.Add(piece);
        _bytes += piece.Key.Length + ManifestLimits.EntryWithoutKey;
        if (_bytes > ManifestLimits.MaxBytes)
            throw ManifestLimits.TooMany(_pieces.Count);
    }

    /// <inheritdoc/>
    public void Finish(Manifest manifest) => Root = PooledBytes.CopyOf(ManifestWriter.Write(manifest with { Pieces = _pieces }));

    /// <inheritdoc/>
    public PooledBytes? NextChunk() => null;

    /// <inheritdoc/>
    public void Stored(IReadOnlyList<string> locators, string checksum, ReadOnlyMemory<byte>? secret) => throw new InvalidOperationException("no text was handed out");
}
