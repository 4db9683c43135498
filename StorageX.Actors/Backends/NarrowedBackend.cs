using StorageX.Buffers;

namespace StorageX.Backends;

/// <summary>A backend of which less is asked than it would take: limits of the user's, or what a probe has found.</summary>
/// <param name="backend">The backend, disposed with this.</param>
/// <param name="properties">What is asked of it.</param>
internal sealed class NarrowedBackend(IImageBackend backend, BackendProperties properties) : IImageBackend
{
    /// <inheritdoc/>
    public BackendProperties Properties => properties;

    /// <inheritdoc/>
    public void RequireReady() => backend.RequireReady();

    /// <inheritdoc/>
    public bool Owns(string locator) => backend.Owns(locator);

    /// <inheritdoc/>
    public ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel) => UploadAsync(image, default, cancel);

    /// <inheritdoc/>
    public ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> identity, CancellationToken cancel)
    {
        properties.RequireFits(image);
        return backend.UploadAsync(image, identity, cancel);
    }

    /// <inheritdoc/>
    public ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel) => backend.DownloadAsync(locator, cancel);

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => backend.ExistsAsync(locator, cancel);

    /// <inheritdoc/>
    public bool CanReplace(string locator) => backend.CanReplace(locator);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(string locator, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        properties.RequireFits(image);
        return backend.ReplaceAsync(locator, image, cancel);
    }

    /// <inheritdoc/>
    public bool CanDelete(StoredImage image) => backend.CanDelete(image);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel) => backend.DeleteAsync(image, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => backend.DisposeAsync();
}
