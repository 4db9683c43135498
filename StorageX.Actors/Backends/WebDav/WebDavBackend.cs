using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using StorageX.Backends.Http;
using StorageX.Buffers;

namespace StorageX.Backends.WebDav;

/// <summary>
/// Keeps images in a folder of a WebDAV server (RFC 4918): <c>ab/abcd….png</c>, named by the SHA-256 of the file, so the same
/// image is kept once. An image is sent under another name and moved, so that it appears only when it is whole; to a server that moves
/// nothing it is sent under its own. Locators are the files' URLs.
/// </summary>
internal sealed class WebDavBackend : IImageBackend
{
    private const int Places = 64;
    // No MOVE at all; or the server knows its own URL by another name than the one that it was asked by (RFC 4918, section 9.9.4), as behind a proxy.
    private static readonly HttpStatusCode[] MovesNothing =
        [HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotImplemented, HttpStatusCode.BadGateway];

    private static readonly TimeSpan TidyTimeout = TimeSpan.FromSeconds(5);

    private readonly WebDavSettings _settings;
    private readonly DavServer _server;
    private readonly HttpClient _client;
    private readonly HttpDownloads _downloads;
    private readonly SemaphoreSlim _folders = new(1);
    private volatile Naming _naming;
    private readonly SemaphoreSlim[] _places = [.. Enumerable.Range(0, Places).Select(_ => new SemaphoreSlim(1))];

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="settings">Where the folder is.</param>
    public WebDavBackend(string name, WebDavSettings settings)
    {
        _settings = settings;
        var policy = new FetchPolicy { Origins = [settings.Url] };
        _client = SafeHttp.Create(policy, login: settings.Login);
        _server = new DavServer(_client, policy, settings.Authorization);
        ProfileField[] headers = settings.Authorization.Length > 0 ? [new ProfileField("Authorization", SxcuTemplate.Literal("token", settings.Authorization))] : [];
        _downloads = new HttpDownloads(_client, policy, new ProfileExtensions { DownloadHeaders = headers }, settings.MaxBytes);
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
    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        Properties.RequireFits(image);
        cancel.ThrowIfCancellationRequested();
        var name = Convert.ToHexStringLower(SHA256.HashData(image.Span)) + ".png";
        var folder = new Uri(_settings.Url, name[..2] + "/");
        var target = new Uri(folder, name);
        if (_naming == Naming.AtOnce)
        {
            await PlaceAsync(folder, target, image, cancel);
            return new StoredImage(target.AbsoluteUri);
        }

        var temporary = new Uri(folder, $"{Guid.NewGuid():n}.part");
        try
        {
            await PutInFolderAsync(folder, temporary, image, cancel);
            if (!await MoveInPlaceAsync(temporary, target, image.Length, cancel))
            {
                await PlaceAsync(folder, target, image, cancel);
                _naming = Naming.AtOnce;
                await TidyAsync(temporary);
            }

            return new StoredImage(target.AbsoluteUri);
        }
        catch
        {
            await TidyAsync(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool CanReplace(string locator) => Owns(locator) && _naming != Naming.AtOnce;

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(string locator, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        Properties.RequireFits(image);
        RequireOwn(locator);
        var target = new Uri(locator);
        var folder = new Uri(target, ".");
        var temporary = new Uri(folder, $"{Guid.NewGuid():n}.part");
        try
        {
            await PutInFolderAsync(folder, temporary, image, cancel);
            using var replaced = await MoveAsync(temporary, target, overwrite: true, cancel)
                ?? throw new BackendException(BackendErrorKind.Rejected, $"{HttpExchange.Shown(target)}: the server moves no files, so that nothing can be replaced in one step");
            await RequireMovedAsync(replaced, target, cancel);
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
        RequireOwn(locator);
        return StoredFile.Whole(new Uri(locator).AbsolutePath, await _downloads.GetAsync(locator, cancel));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => Owns(locator) && await _downloads.ExistsAsync(locator, cancel);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoredImage image, CancellationToken cancel)
    {
        var locator = image.Locator;
        RequireOwn(locator);
        using var answer = await _server.SendAsync(HttpMethod.Delete, new Uri(locator), cancel);
        if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
            await DavServer.RequireWholeAsync(answer, new Uri(locator), cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var gate in _places.Append(_folders))
            gate.Dispose();
        return default;
    }

    private void RequireOwn(string locator)
    {
        if (!Owns(locator))
            throw new BackendException(BackendErrorKind.Lost, $"{locator}: not a file in {_settings.Url}");
    }

    /// <summary>Sends a file; answers the failure if it can be that its folder is not there.</summary>
    private async Task<BackendException?> PutAsync(Uri uri, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        using var answer = await _server.SendAsync(HttpMethod.Put, uri, cancel, request =>
        {
            request.Content = new ReadOnlyMemoryContent(image);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        });
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            return new BackendException(BackendErrorKind.Rejected, $"{HttpExchange.Shown(new Uri(uri, "."))}: {(int)answer.StatusCode}: the folder is not there and cannot be made");
        // What RFC 4918, section 9.7.1, calls 409 is 500 to nginx and others, and 403 to some.
        if (answer.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.Forbidden)
        {
            var failure = await DavServer.FailureAsync(answer, uri, cancel);
            return failure.Kind == BackendErrorKind.Throttled ? throw failure : failure;
        }

        await DavServer.RequireAsync(answer, uri, cancel);
        return null;
    }

    /// <summary>Sends a file; if its folder may not be there, makes it and sends the file again.</summary>
    private async Task PutInFolderAsync(Uri folder, Uri uri, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        if (await PutAsync(uri, image, cancel) is null)
            return;
        var isNew = await MakeFoldersAsync(folder, cancel);
        if (await PutAsync(uri, image, cancel) is { } failure)
            throw isNew ? new BackendException(BackendErrorKind.Transient, $"{failure.Message}, although it was just made", inner: failure) : failure;
    }

    /// <summary>Sends a file under its own name, unless it is there. One that is cut short there was never told to be stored, and is replaced by the next upload of it.</summary>
    private async Task PlaceAsync(Uri folder, Uri target, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        var place = PlaceOf(target);
        await place.WaitAsync(cancel);
        try
        {
            if (!await _server.IsThereAsync(target, image.Length, cancel))
                await PutInFolderAsync(folder, target, image, cancel);
        }
        finally
        {
            place.Release();
        }
    }

    private SemaphoreSlim PlaceOf(Uri target) => _places[(uint)target.AbsoluteUri.GetHashCode(StringComparison.Ordinal) % Places];

    // Some servers lock what they work on, and refuse (423) whoever comes meanwhile: so this backend comes once at a time.
    private async Task<bool> MakeFoldersAsync(Uri folder, CancellationToken cancel)
    {
        await _folders.WaitAsync(cancel);
        try
        {
            await _server.MakeFolderAsync(_settings.Url, cancel);
            return await _server.MakeFolderAsync(folder, cancel);
        }
        finally
        {
            _folders.Release();
        }
    }

    /// <summary>Gives a whole file its name. One of that name has the same bytes, unless it was cut short: then it is replaced.</summary>
    /// <returns>Whether the server moves files.</returns>
    private async Task<bool> MoveInPlaceAsync(Uri temporary, Uri target, int length, CancellationToken cancel)
    {
        var place = PlaceOf(target);
        await place.WaitAsync(cancel);
        try
        {
            using var moved = await MoveAsync(temporary, target, overwrite: false, cancel);
            if (moved is null)
                return false;
            if (moved.StatusCode != HttpStatusCode.PreconditionFailed)
            {
                await RequireMovedAsync(moved, target, cancel);
                return true;
            }

            if (await _server.IsThereAsync(target, length, cancel))
            {
                await TidyAsync(temporary);
                return true;
            }

            using var replaced = await MoveAsync(temporary, target, overwrite: true, cancel);
            if (replaced is not null)
                await RequireMovedAsync(replaced, target, cancel);
            return replaced is not null;
        }
        finally
        {
            place.Release();
        }
    }

    /// <summary>Asks to move a file, in the way that the server takes; null where it takes none.</summary>
    private async Task<HttpResponseMessage?> MoveAsync(Uri temporary, Uri target, bool overwrite, CancellationToken cancel)
    {
        for (var way = _naming; way != Naming.AtOnce;)
        {
            var answer = await _server.MoveAsync(temporary, way == Naming.ByUrl ? target.AbsoluteUri : target.AbsolutePath, overwrite, cancel);
            if (!MovesNothing.Contains(answer.StatusCode))
            {
                _naming = way;
                return answer;
            }

            way = way == Naming.ByUrl && answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.BadGateway ? Naming.ByPath : Naming.AtOnce;
            answer.Dispose();
        }

        return null;
    }

    // What was just sent and is not there yet, or whose folder has gone meanwhile, may be there at the next try.
    private static async Task RequireMovedAsync(HttpResponseMessage answer, Uri target, CancellationToken cancel)
    {
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            throw new BackendException(BackendErrorKind.Transient, $"{HttpExchange.Shown(target)}: {(int)answer.StatusCode}: what was just sent cannot be given its name");
        await DavServer.RequireAsync(answer, target, cancel);
    }

    // What a failed or cancelled upload may have left; no reader meets it, so that failing here harms nobody.
    private async Task TidyAsync(Uri temporary)
    {
        try
        {
            using var patience = new CancellationTokenSource(TidyTimeout);
            using var answer = await _server.SendAsync(HttpMethod.Delete, temporary, patience.Token);
        }
        catch (Exception error) when (error is BackendException or OperationCanceledException)
        {
            // The upload's own failure is told.
        }
    }
}
