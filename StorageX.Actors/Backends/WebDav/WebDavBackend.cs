using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using StorageX.Backends.Http;
using StorageX.Buffers;

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
    private const int Places = 64;
    private static readonly TimeSpan TidyTimeout = TimeSpan.FromSeconds(5);

    private readonly WebDavSettings _settings;
    private readonly FetchPolicy _policy;
    private readonly HttpClient _client;
    private readonly HttpDownloads _downloads;
    private readonly SemaphoreSlim _folders = new(1);
    private readonly SemaphoreSlim[] _places = [.. Enumerable.Range(0, Places).Select(_ => new SemaphoreSlim(1))];

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="settings">Where the folder is.</param>
    public WebDavBackend(string name, WebDavSettings settings)
    {
        _settings = settings;
        _policy = new FetchPolicy { Origins = [settings.Url] };
        _client = SafeHttp.Create(_policy);
        ProfileField[] headers = settings.Authorization.Length > 0 ? [new ProfileField("Authorization", SxcuTemplate.Literal("token", settings.Authorization))] : [];
        _downloads = new HttpDownloads(_client, _policy, new ProfileExtensions { DownloadHeaders = headers }, settings.MaxBytes);
        Properties = new BackendProperties(name, settings.MaxBytes, 1, int.MaxValue, CanDelete: true);
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <inheritdoc/>
    public void RequireReady()
    {
        if (_settings.LacksPassword)
            throw new SettingsException($"storagex.backends.{Properties.Name}: user has no password; is its environment variable set? (password = \"\" is for a server that wants none)");
    }

    /// <inheritdoc/>
    public bool Owns(string locator) => locator.StartsWith(_settings.Url.AbsoluteUri, StringComparison.Ordinal)
        && Uri.TryCreate(locator, UriKind.Absolute, out var uri) && uri.AbsoluteUri == locator;

    /// <inheritdoc/>
    public async ValueTask<string> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        Properties.RequireFits(image);
        cancel.ThrowIfCancellationRequested();
        var name = Convert.ToHexStringLower(SHA256.HashData(image.Span)) + ".png";
        var folder = new Uri(_settings.Url, name[..2] + "/");
        var target = new Uri(folder, name);
        var temporary = new Uri(folder, $"{Guid.NewGuid():n}.part");
        try
        {
            if (await PutAsync(temporary, image, cancel) is not null)
            {
                await MakeFoldersAsync(folder, cancel);
                if (await PutAsync(temporary, image, cancel) is { } failure)
                    throw failure;
            }

            await PlaceAsync(temporary, target, image.Length, cancel);
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
        return StoredFile.Whole(new Uri(locator).AbsolutePath, await _downloads.GetAsync(locator, cancel));
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
            RequireWhole(answer, new Uri(locator));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var gate in _places.Append(_folders))
            gate.Dispose();
        return default;
    }

    /// <summary>Sends a file; answers the failure if it can be that its folder is not there.</summary>
    private async Task<BackendException?> PutAsync(Uri uri, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        using var answer = await SendAsync(HttpMethod.Put, uri, cancel, request =>
        {
            request.Content = new ReadOnlyMemoryContent(image);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        });
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            return new BackendException(BackendErrorKind.Rejected, $"{HttpExchange.Shown(new Uri(uri, "."))}: {(int)answer.StatusCode}: the folder is not there and cannot be made");
        // What RFC 4918, section 9.7.1, calls 409 is 500 to nginx.
        if (answer.StatusCode == HttpStatusCode.InternalServerError && answer.Headers.Server.ToString().StartsWith("nginx", StringComparison.OrdinalIgnoreCase))
            return HttpFailure.Of(answer, "", HttpExchange.Shown(uri), fetching: false);
        Require(answer, uri);
        return null;
    }

    // Some servers lock what they work on, and refuse (423) whoever comes meanwhile: so this backend comes once at a time.
    private async Task MakeFoldersAsync(Uri folder, CancellationToken cancel)
    {
        await _folders.WaitAsync(cancel);
        try
        {
            await MakeFolderAsync(_settings.Url, cancel);
            await MakeFolderAsync(folder, cancel);
        }
        finally
        {
            _folders.Release();
        }
    }

    /// <summary>Gives a whole file its name. One of that name has the same bytes, unless it was cut short: then it is replaced.</summary>
    private async Task PlaceAsync(Uri temporary, Uri target, int length, CancellationToken cancel)
    {
        var place = _places[(uint)target.AbsoluteUri.GetHashCode(StringComparison.Ordinal) % Places];
        await place.WaitAsync(cancel);
        try
        {
            using var moved = await MoveAsync(temporary, target, overwrite: false, cancel);
            if (moved.StatusCode != HttpStatusCode.PreconditionFailed)
            {
                Require(moved, target);
                return;
            }

            using var there = await SendAsync(HttpMethod.Head, target, cancel);
            if (there.IsSuccessStatusCode && there.Content.Headers.ContentLength == length)
            {
                await TidyAsync(temporary);
                return;
            }

            using var replaced = await MoveAsync(temporary, target, overwrite: true, cancel);
            Require(replaced, target);
        }
        finally
        {
            place.Release();
        }
    }

    private Task<HttpResponseMessage> MoveAsync(Uri from, Uri to, bool overwrite, CancellationToken cancel) => SendAsync(Move, from, cancel, request =>
    {
        request.Headers.Add("Destination", to.AbsoluteUri);
        request.Headers.Add("Overwrite", overwrite ? "T" : "F");
    });

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

    // No WebDAV server answers with a page and 200: whoever stands before it has (RFC 4918, sections 9.3.1, 9.7 and 9.9.4).
    private static void Require(HttpResponseMessage answer, Uri uri)
    {
        RequireWhole(answer, uri);
        if (answer.StatusCode == HttpStatusCode.OK && WebPage.Is(answer))
            throw new BackendException(BackendErrorKind.Transient, $"{HttpExchange.Shown(uri)}: answers with a web page, as no WebDAV server does");
    }

    // 207 is a list of what failed (RFC 4918, sections 9.6.1 and 9.9.4).
    private static void RequireWhole(HttpResponseMessage answer, Uri uri)
    {
        if (!answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.MultiStatus)
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
