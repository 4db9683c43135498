using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using StorageX.Backends;
using StorageX.Buffers;

namespace StorageX.Specs.Backends;

/// <summary>
/// A host in memory that does what a spec tells it: <see cref="Uploads"/> and <see cref="Downloads"/> fail, wait and count;
/// <see cref="Serve"/> alters what is read. Locators name an image by its bytes, so they are the same in every run.
/// </summary>
/// <param name="name">The name it has in the configuration.</param>
internal sealed class MemoryBackend(string name = "memory") : IImageBackend
{
    private readonly ConcurrentDictionary<string, byte[]> _images = new();
    private readonly string _prefix = $"memory://{name}/";

    /// <inheritdoc/>
    public BackendProperties Properties { get; set; } = new(name, 64 << 20, 1, int.MaxValue, CanDelete: true);

    /// <summary>The requests that store.</summary>
    public MemoryTraffic Uploads { get; } = new();

    /// <summary>The requests that fetch.</summary>
    public MemoryTraffic Downloads { get; } = new();

    /// <summary>What is given for a stored image; the image itself unless a spec says otherwise.</summary>
    public Func<MemoryRequest, byte[], byte[]> Serve { get; set; } = (_, image) => image;

    /// <summary>How many bytes of each body arrive before the connection is cut; null for all of them.</summary>
    public int? CutBodiesAt { get; set; }

    /// <summary>With another one the same image gets another locator.</summary>
    public string Salt { get; set; } = "";

    /// <summary>What is stored, by locator; a spec may change it.</summary>
    public IDictionary<string, byte[]> Images => _images;

    /// <summary>Whether <see cref="DisposeAsync"/> has been called.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public bool Owns(string locator) => locator.StartsWith(_prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        if (image.Length > Properties.MaxBytes)
            throw new BackendException(BackendErrorKind.Rejected, $"{Properties.Name}: {image.Length} bytes are over the limit of {Properties.MaxBytes}");
        var locator = _prefix + Convert.ToHexStringLower(SHA256.HashData([.. image.Span, .. Encoding.UTF8.GetBytes(Salt)])[..16]);
        await Uploads.PassAsync(locator, _ => _images[locator] = image.ToArray(), cancel);
        return new StoredImage(locator);
    }

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel)
    {
        var body = PooledBytes.Rent(0);
        await Downloads.PassAsync(
            locator,
            request =>
            {
                if (!_images.TryGetValue(locator, out var image))
                    throw new BackendException(BackendErrorKind.Lost, $"{locator}: no such image");
                var served = Serve(request, (byte[])image.Clone());
                if (CutBodiesAt is { } length && length < served.Length)
                    throw new BackendException(BackendErrorKind.Corrupt, $"{locator}: the body ends {served.Length - length} bytes early");
                body = PooledBytes.CopyOf(served);
            },
            cancel);
        return body;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => new(_images.ContainsKey(locator));

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel)
    {
        if (!Properties.CanDelete)
            throw new NotSupportedException();
        _images.TryRemove(image.Locator, out _);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
