using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using StorageX.Backends.Http;

namespace StorageX.Backends.WebDav;

/// <summary>
/// Keeps images in a folder of a WebDAV server (RFC 4918): <c>ab/abcd….png</c>, named by the SHA-256 of the file, so the same
/// image is kept once. An image is sent under another name and moved, so that it appears only when it is whole. Locators are the
/// files' URLs.
/// </summary>
internal sealed class WebDavBackend : IImageBackend
{
    private static readonly HttpMethod MakeCollection = new("MKCOL");
    private static readonly HttpMethod Move = new("MOVE");
    private static readonly TimeSpan TidyTimeout = TimeSpan.FromSeconds(5);

    private readonly WebDavSettings _settings;
    private readonly FetchPolicy _policy;
    private readonly HttpClient _client;
    private readonly HttpDownloads _downloads;

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="settings">Where the folder is.</param>
    public WebDavBackend(string name, WebDavSettings settings)
    {
        _settings = settings;
        _policy = new FetchPolicy { TrustedHosts = [settings.Url.Host] };
        _client = SafeHttp.Create(_policy);
        ProfileField[] headers = settings.Authorization.Length > 0 ? [new ProfileField("Authorization", SxcuTemplate.Literal("token", settings.Authorization))] : [];
        _downloads = new HttpDownloads(_client, _policy, new ProfileExtensions { DownloadHeaders = headers }, settings.MaxBytes);
        Properties = new BackendProperties(name, settings.MaxBytes, 1, int.MaxValue, CanDelete: true);
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <inheritdoc/>
    public bool Owns(string locator) => locator.StartsWith(_settings.Url.AbsoluteUri, StringComparison.Ordinal)
        && Uri.TryCreate(locator, UriKind.Absolute, out var uri) && uri.AbsoluteUri == locator;

    /// <inheritdoc/>
    public async ValueTask<string> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        if (image.Length > Properties.MaxBytes)
            throw new BackendException(BackendErrorKind.Rejected, $"{Properties.Name}: an image of {image.Length} bytes is over the limit of {Properties.MaxBytes}");
        cancel.ThrowIfCancellationRequested();
        var name = Convert.ToHexStringLower(SHA256.HashData(image.Span)) + ".png";
        var folder = new Uri(_settings.Url, name[..2] + "/");
        var target = new Uri(folder, name);
        var temporary = new Uri(folder, $"{Guid.NewGuid():n}.part");
        try
        {
            var answer = await PutAsync(temporary, image, cancel);
            if (answer is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                await MakeFolderAsync(_settings.Url, cancel);
                await MakeFolderAsync(folder, cancel);
                answer = await PutAsync(temporary, image, cancel);
            }

            if (answer is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
                throw new BackendException(BackendErrorKind.Rejected, $"{HttpExchange.Shown(folder)}: {(int)answer}: the folder is not there and cannot be made");
            using var moved = await SendAsync(Move, temporary, cancel, request => request.Headers.Add("Destination", target.AbsoluteUri));
            Require(moved, target);
            return target.AbsoluteUri;
        }
        catch
        {
            await TidyAsync(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel)
    {
        if (!Owns(locator))
            throw new BackendException(BackendErrorKind.Lost, $"{locator}: not a file in {_settings.Url}");
        var image = await _downloads.GetAsync(locator, cancel);
        try
        {
            StoredFile.RequireWhole(new Uri(locator).AbsolutePath, image.Span);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => Owns(locator) && await _downloads.ExistsAsync(locator, cancel);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string locator, CancellationToken cancel)
    {
        if (!Owns(locator))
            throw new BackendException(BackendErrorKind.Lost, $"{locator}: not a file in {_settings.Url}");
        using var answer = await SendAsync(HttpMethod.Delete, new Uri(locator), cancel);
        if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
            Require(answer, new Uri(locator));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private async Task<HttpStatusCode> PutAsync(Uri uri, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        using var answer = await SendAsync(HttpMethod.Put, uri, cancel, request =>
        {
            request.Content = new ReadOnlyMemoryContent(image);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        });
        if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.NotFound))
            Require(answer, uri);
        return answer.StatusCode;
    }

    // 405 (RFC 4918, section 9.3.1) and, from some servers, 409 and 301 say that it is there already.
    private async Task MakeFolderAsync(Uri folder, CancellationToken cancel)
    {
        using var answer = await SendAsync(MakeCollection, folder, cancel);
        if ((int)answer.StatusCode is not (405 or 409 or 301))
            Require(answer, folder);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, CancellationToken cancel, Action<HttpRequestMessage>? prepare = null) =>
        await HttpExchange.SendAsync(_client, _policy with { MaxRedirects = 0 }, to => Prepared(new HttpRequestMessage(method, to), prepare), uri, cancel);

    private HttpRequestMessage Prepared(HttpRequestMessage request, Action<HttpRequestMessage>? prepare)
    {
        if (_settings.Authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", _settings.Authorization);
        prepare?.Invoke(request);
        return request;
    }

    private static void Require(HttpResponseMessage answer, Uri uri)
    {
        if (!answer.IsSuccessStatusCode)
            throw HttpFailure.Of(answer, "", HttpExchange.Shown(uri), fetching: false);
    }

    // What a failed or cancelled upload may have left; no reader meets it, so that failing here harms nobody.
    private async Task TidyAsync(Uri temporary)
    {
        try
        {
            using var patience = new CancellationTokenSource(TidyTimeout);
            using var answer = await SendAsync(HttpMethod.Delete, temporary, patience.Token);
        }
        catch (Exception error) when (error is BackendException or OperationCanceledException)
        {
            // The upload's own failure is told.
        }
    }
}
