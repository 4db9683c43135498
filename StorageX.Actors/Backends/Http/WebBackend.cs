using StorageX.Buffers;

namespace StorageX.Backends.Http;

/// <summary>Reads the pictures of a host that no backend is configured for: what a key leads to, on the key's own host and nowhere else.</summary>
internal sealed class WebBackend : IImageBackend
{
    private readonly string _host;
    private readonly HttpClient _client;
    private readonly HttpDownloads _downloads;

    /// <param name="host">The key's host.</param>
    /// <param name="policy">Where requests may go.</param>
    public WebBackend(string host, FetchPolicy policy)
    {
        _host = host;
        _client = SafeHttp.Create(policy);
        _downloads = new HttpDownloads(_client, policy, new ProfileExtensions(), HttpBackend.LargestImage);
        Properties = new BackendProperties(host, HttpBackend.LargestImage, 1, int.MaxValue, CanDelete: false);
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <summary>The host of an http or https URL; null for anything else.</summary>
    public static string? HostOf(string locator) =>
        Uri.TryCreate(locator, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && HostName.Of(uri) is not null ? uri.Host : null;

    /// <inheritdoc/>
    public bool Owns(string locator) => _host.Equals(HostOf(locator), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel) =>
        throw new BackendException(BackendErrorKind.Rejected, $"{_host}: nothing is known of how to upload there");

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel) => await _downloads.GetAsync(locator, cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => await _downloads.ExistsAsync(locator, cancel);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoredImage image, CancellationToken cancel) => throw new NotSupportedException($"{_host}: nothing is known of how to delete there");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}
