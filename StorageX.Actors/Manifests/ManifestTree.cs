using StorageX.Buffers;

namespace StorageX.Manifests;

/// <summary>
/// A manifest of format 2. A level's text that outgrows one image is cut into pieces of kind manifest, which the level above
/// lists; so memory is one image a level, however many pieces the file has.
/// </summary>
/// <param name="head">The file's name, and the canvas of a full piece.</param>
internal sealed class ManifestTree(Manifest head) : IManifestText
{
    private readonly List<ManifestLevel> _levels = [new ManifestLevel(head, 0)];
    private readonly int _capacity = (int)head.PieceCapacity;
    private Manifest? _end;
    private int _storing = -1;
    private int _stored;

    /// <inheritdoc/>
    public PooledBytes? Root { get; private set; }

    /// <inheritdoc/>
    public void Add(ManifestPiece piece) => _levels[0].Add(piece);

    /// <inheritdoc/>
    public void Finish(Manifest manifest)
    {
        _end = manifest;
        _levels[0].End(manifest);
    }

    /// <inheritdoc/>
    public PooledBytes? NextChunk()
    {
        if (_storing >= 0 || Root is not null)
            return null;
        for (var level = 0; level < _levels.Count; level++)
        {
            var text = _levels[level];
            if (text.Waiting > _capacity || (text.Ended && text.HandedOut > 0 && text.Waiting > 0))
            {
                _storing = level;
                var chunk = text.Take(_capacity);
                _stored = chunk.Length;
                return chunk;
            }

            if (text.Ended && text.HandedOut == 0)
                Root = text.Take(_capacity);
            else if (text.Ended && !_levels[level + 1].Ended)
                _levels[level + 1].End(_end!);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Stored(IReadOnlyList<string> locators, string checksum, ReadOnlyMemory<byte>? secret)
    {
        var above = _storing + 1;
        if (above == ManifestLimits.Levels)
            throw new TransferException(TransferErrorKind.Failed, $"the manifest would need more than {ManifestLimits.Levels} levels; use larger pieces (--width, --height)");
        if (above == _levels.Count)
            _levels.Add(new ManifestLevel(head, above));
        _levels[above].Add(new ManifestPiece(0, locators[0], 0, _stored, checksum, secret) { Mirrors = [.. locators.Skip(1)] });
        _storing = -1;
    }
}
