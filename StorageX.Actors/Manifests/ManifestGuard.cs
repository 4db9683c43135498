using StorageX.Streams;

namespace StorageX.Manifests;

/// <summary>
/// The text of a manifest on its way to the parser, which may not have much that lists no piece: white space, values nobody knows and
/// endless strings would otherwise be read, and held, for as long as somebody wants.
/// </summary>
/// <param name="utf8">The text.</param>
internal sealed class ManifestGuard(Stream utf8) : ReadOnlyStream
{
    /// <summary>The most bytes between two pieces, and before the first and after the last: 1 MiB. An entry has 8.5 KB at most.</summary>
    public const int MostBetween = 1 << 20;

    private long _since;

    /// <summary>Says that a piece was listed.</summary>
    public void Listed() => _since = 0;

    /// <inheritdoc/>
    /// <exception cref="ManifestException">There is too much that lists nothing.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_since > MostBetween)
            throw new ManifestException($"more than {MostBetween} bytes of it list no piece");
        var count = utf8.Read(buffer);
        _since += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            utf8.Dispose();
        base.Dispose(disposing);
    }
}
