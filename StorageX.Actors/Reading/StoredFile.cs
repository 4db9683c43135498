using StorageX.Manifests;
using StorageX.Reading;

namespace StorageX;

/// <summary>
/// A stored file that is open for reading, from anywhere in it and by any number of readers at once. Only the pieces that are read
/// are fetched, and each is checked before a byte of it is given out. Memory is the pieces that its readers stand in and wait for, and
/// at most as many again as <c>storagex.transfers.credits</c> says, whatever the file's size.
/// </summary>
public sealed class StoredFile : IAsyncDisposable
{
    private readonly IPieceSource _source;
    private readonly PieceIndex _index;
    private bool _disposed;

    internal StoredFile(Manifest manifest, PieceIndex index, IPieceSource source) =>
        (Manifest, _index, _source) = (manifest, index, source);

    /// <summary>What the key leads to.</summary>
    public Manifest Manifest { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length => Manifest.Size;

    /// <summary>
    /// Opens a stream that reads and seeks; like every stream it serves one caller at a time, so each reader opens its own. Its reads
    /// throw a <see cref="TransferException"/> where a piece cannot be had; the same read may succeed later.
    /// </summary>
    /// <param name="until">The stream fetches nothing ahead from this byte on, 0 or more; null for the file's end. It can still be read.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Stream OpenRead(long? until = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Manifest.Inline is { } inline
            ? new MemoryStream(inline.ToArray(), writable: false)
            : new StoredFileStream(_source, _index, Length, until ?? Length);
    }

    /// <summary>Closes the file: reads that wait for a piece end with an <see cref="ObjectDisposedException"/>, and nothing is fetched any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _source.DisposeAsync();
        await _index.DisposeAsync();
    }
}
