using StorageX.Backends;

namespace StorageX.Specs.Backends;

/// <summary>Stores and deletes where a spec asks for nothing but the locator.</summary>
internal static class HostImages
{
    /// <summary>Stores an image and gives its locator.</summary>
    public static async ValueTask<string> StoreAsync(this IImageBackend backend, ReadOnlyMemory<byte> image, CancellationToken cancel = default) =>
        (await backend.UploadAsync(image, cancel)).Locator;

    /// <inheritdoc cref="StoreAsync(IImageBackend, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static async ValueTask<string> StoreAsync(this IImageBackend backend, ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> identity, CancellationToken cancel = default) =>
        (await backend.UploadAsync(image, identity, cancel)).Locator;

    /// <summary>Deletes the image at a locator.</summary>
    public static ValueTask DeleteAsync(this IImageBackend backend, string locator, CancellationToken cancel = default) =>
        backend.DeleteAsync(new StoredImage(locator), cancel);
}
