using System.Collections.Concurrent;
using StorageX.Backends;
using StorageX.Buffers;

namespace StorageX.Deletion;

/// <summary>A backend that takes down what is fetched: the images of a manifest's texts, which no list names.</summary>
/// <param name="backend">The backend, which is not disposed with this.</param>
/// <param name="fetched">Gets the locators that are asked for.</param>
internal sealed class WatchedBackend(IImageBackend backend, ConcurrentDictionary<string, bool> fetched) : IImageBackend
{
    /// <inheritdoc/>
    public BackendProperties Properties => backend.Properties;

    /// <inheritdoc/>
    IImageBackend IImageBackend.Paced => backend.Paced;

    /// <inheritdoc/>
    public bool Owns(string locator) => backend.Owns(locator);

    /// <inheritdoc/>
    public ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel)
    {
        fetched[locator] = true;
        return backend.DownloadAsync(locator, cancel);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => backend.ExistsAsync(locator, cancel);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
