using System.Buffers;
using System.Security.Cryptography;
using StorageX.Buffers;

namespace StorageX.Backends.S3;

/// <summary>
/// Keeps images in a bucket of an S3-compatible store: <c>ab/abcd….png</c>, named by the SHA-256 of the file, so the same image is
/// kept once; a store shows an object only when it is whole. Locators are URLs under the public one where there is such, else
/// <c>s3://host/bucket/name</c>. The SDK is loaded at the first request.
/// </summary>
internal sealed class S3Backend : IImageBackend
{
    private const string Extension = ".png";
    private const int HashDigits = 2 * SHA256.HashSizeInBytes;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly S3Settings _settings;
    private readonly string[] _bases;
    private readonly Lazy<S3Bucket> _bucket;

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="settings">Where the bucket is.</param>
    public S3Backend(string name, S3Settings settings)
    {
        _settings = settings;
        var prefix = string.Join('/', settings.Prefix.Split('/').Select(Uri.EscapeDataString));
        var own = $"s3://{settings.Host}/{settings.Bucket}/{prefix}";
        _bases = settings.PublicUrl is { } url ? [url.AbsoluteUri + prefix, own] : [own];
        _bucket = new Lazy<S3Bucket>(() => new S3Bucket(settings));
        Properties = new BackendProperties(name, settings.MaxBytes, 1, int.MaxValue, CanDelete: true);
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <inheritdoc/>
    public void RequireReady()
    {
        if (_settings.Credentials.Missing is { } missing)
            throw new SettingsException($"storagex.backends.{Properties.Name}: {missing}");
    }

    /// <inheritdoc/>
    public bool Owns(string locator) => NameIn(locator) is not null;

    /// <inheritdoc/>
    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        Properties.RequireFits(image);
        cancel.ThrowIfCancellationRequested();
        var hash = Convert.ToHexStringLower(SHA256.HashData(image.Span));
        var name = $"{hash[..2]}/{hash}{Extension}";
        await _bucket.Value.PutAsync(_settings.Prefix + name, image, cancel);
        return new StoredImage(_bases[0] + name);
    }

    /// <inheritdoc/>
    public bool CanReplace(string locator) => Owns(locator);

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(string locator, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        Properties.RequireFits(image);
        await _bucket.Value.PutAsync(Required(locator), image, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel)
    {
        var name = Required(locator);
        return StoredFile.Whole(name, await _bucket.Value.GetAsync(name, cancel));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) =>
        NameIn(locator) is { } name && await _bucket.Value.ExistsAsync(name, cancel);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoredImage image, CancellationToken cancel) => await _bucket.Value.DeleteAsync(Required(image.Locator), cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_bucket.IsValueCreated)
            _bucket.Value.Dispose();
        return default;
    }

    private string Required(string locator) => NameIn(locator)
        ?? throw new BackendException(BackendErrorKind.Lost, $"{locator}: not an image of {_settings.Place}");

    // Only names that uploads give: a manifest can lead to nothing else that may be in the bucket.
    private string? NameIn(string locator)
    {
        if (Array.Find(_bases, start => locator.StartsWith(start, StringComparison.Ordinal)) is not { } found)
            return null;
        var name = locator.AsSpan(found.Length);
        var isOurs = name.Length == 3 + HashDigits + Extension.Length && name[2] == '/' && name.EndsWith(Extension) && name[..2].SequenceEqual(name[3..5])
            && !name.Slice(3, HashDigits).ContainsAnyExcept(HexDigits);
        return isOurs ? string.Concat(_settings.Prefix, name) : null;
    }
}
