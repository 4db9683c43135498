using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using StorageX.Backends.Http;
using StorageX.Buffers;

namespace StorageX.Backends.S3;

/// <summary>A bucket, asked by the SDK, each request sent once: whoever asks retries.</summary>
internal sealed class S3Bucket : IDisposable
{
    private const string MediaType = "image/png";

    private readonly S3Settings _settings;
    private readonly HttpClient _http;
    private readonly AmazonS3Client _client;

    /// <param name="settings">Where it is.</param>
    /// <exception cref="BackendException">There are no credentials.</exception>
    public S3Bucket(S3Settings settings)
    {
        _settings = settings;
        var (accessKey, secretKey) = settings.Credentials;
        if (settings.Credentials.Missing is { } missing)
            throw new BackendException(BackendErrorKind.Unauthorised, $"{settings.Place}: {missing}");
        _http = SafeHttp.Create(new FetchPolicy { Origins = Origins(settings) }, around: inner => new StoreAnswers(inner));
        try
        {
            var config = Configure(settings, _http);
            _client = accessKey.Length > 0 ? new AmazonS3Client(new BasicAWSCredentials(accessKey, secretKey), config) : new AmazonS3Client(config);
        }
        catch (Exception error)
        {
            _http.Dispose();
            throw S3Failure.Of(error, settings, settings.Place, fetching: false);
        }
    }

    /// <summary>Keeps an object under a name; one of that name is replaced in one step.</summary>
    /// <exception cref="BackendException">The store did not take it.</exception>
    public async Task PutAsync(string name, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        using var body = Reading(image);
        var request = new PutObjectRequest
        {
            BucketName = _settings.Bucket,
            Key = name,
            InputStream = body,
            ContentType = MediaType,
            AutoCloseStream = false,
            // One signature for the whole body, which every store checks; few know the SDK's own chunks.
            UseChunkEncoding = false,
        };
        var kept = await AskAsync(name, async () => await _client.PutObjectAsync(request, cancel), cancel);
        if (string.IsNullOrEmpty(kept.ETag))
            throw new BackendException(BackendErrorKind.Transient, $"{Where(name)}: answers without an ETag, as no S3 store does");
    }

    /// <summary>An object whole; the caller disposes the bytes.</summary>
    /// <exception cref="BackendException">It could not be had.</exception>
    public async Task<PooledBytes> GetAsync(string name, CancellationToken cancel) => await AskAsync(
        name,
        async () =>
        {
            var answer = await _client.GetObjectAsync(_settings.Bucket, name, cancel);
            PooledBytes? image = null;
            try
            {
                using (answer)
                    image = await HttpBody.ReadAsync(answer.ResponseStream, answer.ContentLength > 0 ? answer.ContentLength : null, _settings.MaxBytes, Where(name), cancel);
                return await ContentCodings.UndoAsync((answer.Headers.ContentEncoding ?? "").Split(','), image, _settings.MaxBytes, Where(name), cancel);
            }
            catch (AmazonClientException error)
            {
                // The SDK found something wrong with what it read.
                image?.Dispose();
                throw new BackendException(BackendErrorKind.Corrupt, $"{Where(name)}: {error.Message}", inner: error);
            }
        },
        cancel,
        fetching: true);

    /// <summary>Whether an object is there.</summary>
    /// <exception cref="BackendException">The store does not tell.</exception>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancel)
    {
        try
        {
            await AskAsync(name, async () => await _client.GetObjectMetadataAsync(_settings.Bucket, name, cancel), cancel, fetching: true);
            return true;
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Lost)
        {
            return false;
        }
    }

    /// <summary>Deletes an object; one that is not there counts as deleted.</summary>
    /// <exception cref="BackendException">The store did not.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancel)
    {
        try
        {
            await AskAsync(name, async () => await _client.DeleteObjectAsync(_settings.Bucket, name, cancel), cancel);
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Lost)
        {
            // As good as deleted.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static Uri[] Origins(S3Settings settings) => settings.Endpoint is not { } endpoint ? []
        : settings.PathStyle ? [endpoint] : [endpoint, new UriBuilder(endpoint) { Host = $"{settings.Bucket}.{endpoint.Host}" }.Uri];

    private static AmazonS3Config Configure(S3Settings settings, HttpClient http)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = settings.PathStyle,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            // The SDK's newer checksums travel in trailers, which many stores refuse; the signature covers the body anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            IgnoreConfiguredEndpointUrls = true,
            HttpClientFactory = new OwnClient(http),
        };
        if (settings.Endpoint is { } endpoint)
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint.AbsoluteUri, settings.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        return config;
    }

    private static MemoryStream Reading(ReadOnlyMemory<byte> image) => MemoryMarshal.TryGetArray(image, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(image.ToArray(), writable: false);

    private async Task<T> AskAsync<T>(string name, Func<Task<T>> ask, CancellationToken cancel, bool fetching = false)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (error is not BackendException && !(error is OperationCanceledException && cancel.IsCancellationRequested))
        {
            cancel.ThrowIfCancellationRequested();
            throw S3Failure.Of(error, _settings, Where(name), fetching);
        }
    }

    private string Where(string name) => $"s3://{_settings.Host}/{_settings.Bucket}/{name}";

    private sealed class OwnClient(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
