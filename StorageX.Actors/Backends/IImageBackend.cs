using StorageX.Buffers;
using StorageX.Pacing;

namespace StorageX.Backends;

/// <summary>
/// A place that keeps images. Every method may be called by many at once, and throws <see cref="BackendException"/> for
/// whatever the host does, <see cref="OperationCanceledException"/> when cancelled, and nothing else but bugs. A backend
/// does not retry: that is done in one place, by the routers above it.
/// </summary>
public interface IImageBackend : IAsyncDisposable
{
    /// <summary>The backend whose pace requests share: itself, unless it stands before another.</summary>
    internal IImageBackend Paced => this;

    /// <summary>What the host takes; constant for the backend's life.</summary>
    BackendProperties Properties { get; }

    /// <summary>Refuses, before anything is read or sent, uploads that cannot succeed, because a credential is not set for example.</summary>
    /// <exception cref="SettingsException">What is missing, and where it belongs.</exception>
    void RequireReady()
    {
    }

    /// <summary>Whether <paramref name="locator"/> names an image of this backend, by its form alone, without asking the host.</summary>
    bool Owns(string locator);

    /// <summary>Stores an image and answers where it is, and what deletes it. A cancelled or failed upload leaves nothing behind that a reader could meet.</summary>
    /// <param name="image">A PNG file's bytes; the backend reads them until the task ends, and never after.</param>
    /// <param name="cancel">Ends the upload.</param>
    ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel);

    /// <summary>
    /// The same for an image whose content the caller can name, so that a backend that names images by their content need not
    /// hash it. Most backends have no use for that, and need not implement it.
    /// </summary>
    /// <param name="image">A PNG file's bytes.</param>
    /// <param name="identity">32 bytes that images of other content never share, though an image of the same content may be encoded otherwise; or none.</param>
    /// <param name="cancel">Ends the upload.</param>
    ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> identity, CancellationToken cancel) => UploadAsync(image, cancel);

    /// <summary>Fetches an image whole; the caller disposes the bytes. A body cut short is an error, never a short image.</summary>
    /// <param name="locator">What an upload answered.</param>
    /// <param name="cancel">Ends the download.</param>
    ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel);

    /// <summary>Whether the image is there; false rather than an error when it is lost.</summary>
    ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel);

    /// <summary>Whether the image of a locator can be replaced by another, without asking the host.</summary>
    bool CanReplace(string locator) => false;

    /// <summary>
    /// Has a locator lead to another image from now on. Whoever reads meanwhile gets the one or the other whole; a failed replacement leaves the
    /// one of before.
    /// </summary>
    /// <param name="locator">What an upload answered; the image may be lost.</param>
    /// <param name="image">A PNG file's bytes; the backend reads them until the task ends, and never after.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="NotSupportedException"><see cref="CanReplace"/> is false.</exception>
    ValueTask ReplaceAsync(string locator, ReadOnlyMemory<byte> image, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Whether there is a way to delete this image, without asking the host.</summary>
    bool CanDelete(StoredImage image) => Properties.CanDelete;

    /// <summary>Deletes the image; one that is not there counts as deleted. It ends well only if the host's answer says that the image is gone.</summary>
    /// <param name="image">What an upload answered; its locator is enough where <see cref="BackendProperties.CanDelete"/> is true.</param>
    /// <param name="cancel">Ends the wait for an answer.</param>
    /// <exception cref="NotSupportedException"><see cref="CanDelete"/> is false.</exception>
    ValueTask DeleteAsync(StoredImage image, CancellationToken cancel);
}

/// <summary>What a host takes.</summary>
/// <param name="Name">The name it has in the configuration.</param>
/// <param name="MaxBytes">The largest image it takes, in bytes.</param>
/// <param name="MinSide">The smallest side it takes, in pixels.</param>
/// <param name="MaxSide">The largest side it takes, in pixels.</param>
/// <param name="CanDelete">Whether every image can be deleted, by its locator alone.</param>
public sealed record BackendProperties(string Name, long MaxBytes, int MinSide, int MaxSide, bool CanDelete)
{
    /// <summary>Whether asking if an image exists costs next to nothing, so that it is asked every time.</summary>
    public bool ChecksAreCheap { get; init; }

    /// <summary>The fewest characters that its locators have.</summary>
    public int ShortestLocator { get; init; } = "http://a/b".Length;

    /// <summary>How fast images may be stored there.</summary>
    public HostLimits Limits { get; init; } = HostLimits.None;

    /// <summary>Refuses an image that is larger than the host takes.</summary>
    /// <exception cref="BackendException">It is.</exception>
    internal void RequireFits(ReadOnlyMemory<byte> image)
    {
        if (image.Length > MaxBytes)
            throw new BackendException(BackendErrorKind.Rejected, $"{Name}: an image of {image.Length} bytes is over the limit of {MaxBytes}");
    }
}
