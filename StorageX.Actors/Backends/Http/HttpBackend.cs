using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using StorageX.Buffers;
using StorageX.Images;

namespace StorageX.Backends.Http;

/// <summary>Keeps images on a host that takes them over HTTP, as an uploader profile describes. Locators are the pictures' URLs.</summary>
internal sealed class HttpBackend : IImageBackend
{
    /// <summary>The largest image it takes unless the profile says otherwise, in bytes: 256 MiB.</summary>
    public const long LargestImage = 256L << 20;

    private readonly UploaderProfile _profile;
    private readonly FetchPolicy _policy;
    private readonly HttpClient _client;
    private readonly HttpDownloads _downloads;
    private readonly HttpDeletions _deletions;
    private readonly Uri? _own;
    private readonly HostRule[] _hosts;
    private readonly GivenUrls _given = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, string?> _environment;

    /// <param name="name">The name it has in the configuration.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="environment">Reads an environment variable; null for those of the process.</param>
    public HttpBackend(string name, UploaderProfile profile, Func<string, string?>? environment = null)
    {
        _profile = profile;
        _environment = environment ?? Environment.GetEnvironmentVariable;
        var rules = profile.Extensions;
        _own = Address();
        _hosts = [.. rules.DownloadHosts.Select(text => HostRule.TryParse(text, out var rule) ? rule : null).OfType<HostRule>()];
        _policy = new FetchPolicy
        {
            Origins = _own is null ? [] : [_own],
            TrustedHosts = [.. rules.ServersOfPictures],
            Advice = "if pictures are there, name it with its port under DownloadHosts in the uploader file",
        };
        _client = SafeHttp.Create(_policy);
        _downloads = new HttpDownloads(_client, _policy, rules, rules.MaxBytes, Context);
        _deletions = new HttpDeletions(_client, _policy, profile, name, _downloads);
        Properties = new BackendProperties(name, rules.MaxBytes, rules.MinSide, rules.MaxSide, rules.Delete is { NeedsDeletion: false }) { Limits = rules.Limits };
    }

    /// <inheritdoc/>
    public BackendProperties Properties { get; }

    /// <inheritdoc/>
    public void RequireReady()
    {
        if (_profile.Variables.FirstOrDefault(name => _environment(name) is null) is { } missing)
            throw new SettingsException($"{missing} is not set: the uploader profile of the backend {Properties.Name} needs it in the environment (export {missing}=...)");
        if (_profile.VariablesInHeaders.FirstOrDefault(name => !HeaderFields.IsValue(_environment(name)!)) is { } broken)
            throw new SettingsException($"{broken}: has a line break or another control character in it, and the backend {Properties.Name} sends it in a header field, which can have none");
    }

    /// <inheritdoc/>
    public bool Owns(string locator) =>
        Uri.TryCreate(locator, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && (_seen.ContainsKey(uri.Authority) || (KeepsHeadersSafe(uri) && (Array.Exists(_hosts, host => IsThere(host, uri)) || IsOwnHost(uri))));

    /// <inheritdoc/>
    public ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancel) => UploadAsync(image, default, cancel);

    /// <inheritdoc/>
    public async ValueTask<StoredImage> UploadAsync(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> identity, CancellationToken cancel)
    {
        Properties.RequireFits(image);
        cancel.ThrowIfCancellationRequested();
        var context = Context() with { Image = image, FileName = RandomNumberGenerator.GetHexString(24, lowercase: true) + ".png" };
        var stored = await SendAsync(context, cancel);
        var locator = stored.Locator;
        if (_given.IsAnothers(locator, image.Span, identity.Span))
            throw new BackendException(BackendErrorKind.Rejected, $"{Properties.Name}: gives the same URL for two different images, so it has kept neither for sure: {HttpExchange.Shown(new Uri(locator))}") { Worthless = locator };
        _seen.TryAdd(new Uri(locator).Authority, true);
        if (_profile.Extensions.Verify)
            await VerifyAsync(locator, image, cancel);
        return stored;
    }

    /// <inheritdoc/>
    public async ValueTask<PooledBytes> DownloadAsync(string locator, CancellationToken cancel) => await _downloads.GetAsync(Owned(locator), cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string locator, CancellationToken cancel) => Owns(locator) && await _downloads.ExistsAsync(locator, cancel);

    /// <inheritdoc/>
    public bool CanDelete(StoredImage image) => _deletions.CanDelete(image);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoredImage image, CancellationToken cancel)
    {
        Owned(image.Locator);
        try
        {
            await _deletions.DeleteAsync(image, Context(), cancel);
        }
        catch (ProfileException error)
        {
            throw Misread(error);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    // A name means the usual ports alone: what listens on another one is somebody else's.
    private static bool IsThere(HostRule host, Uri uri) => host.Means(uri) && (host.Port is not null || uri.IsDefaultPort);

    private bool IsOwnHost(Uri uri) => _own is not null && HostName.AreSame(uri, _own)
        && (uri.Port == _own.Port || (uri.IsDefaultPort && _own.IsDefaultPort && _hosts.Length == 0));

    // A key may say http where the host has https, and anyone on the way would read the header fields.
    private bool KeepsHeadersSafe(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps || _own?.Scheme != Uri.UriSchemeHttps || !_profile.Extensions.LateFields.Any();

    private async Task<StoredImage> SendAsync(SxcuContext context, CancellationToken cancel)
    {
        try
        {
            var request = new UploadRequest(_profile, context);
            var asked = request.Uri;
            using var answer = await HttpExchange.SendAsync(_client, _policy, request.Make, asked, cancel);
            var headers = HttpFailure.HeadersOf(answer).GroupBy(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(header => header.Key, header => header.First(), StringComparer.OrdinalIgnoreCase);
            var url = answer.RequestMessage!.RequestUri!.AbsoluteUri;
            var body = await HttpBody.ReadTextAsync(answer, cancel);
            var read = new HostAnswer((int)answer.StatusCode, url, headers, body) { Asked = asked.AbsoluteUri, IsPage = WebPage.Is(answer) || WebPage.Begins(body) };
            var locator = new UploadAnswer(_profile).UrlOf(answer, context with { Answer = read }, $"{Properties.Name} ({asked.Host})");
            RequireReachable(new Uri(locator));
            return new StoredImage(locator, HttpDeletions.Given(_profile, context with { Answer = read }));
        }
        catch (ProfileException error)
        {
            throw Misread(error);
        }
    }

    // What is not of the internet by its form alone could be fetched by nobody, this backend included.
    private void RequireReachable(Uri picture)
    {
        var isPrivate = picture.IsLoopback || (IPAddress.TryParse(HostName.Of(picture), out var address) && !PublicAddress.Is(address));
        if (isPrivate && !_policy.MayBePrivate(picture))
            throw new BackendException(BackendErrorKind.Rejected, $"{Properties.Name}: has put the picture inside a private network ({HttpExchange.Shown(picture)}); {_policy.Advice}");
    }

    private BackendException Misread(ProfileException error) => new(BackendErrorKind.Rejected, $"{Properties.Name}: the uploader profile's {error.Message}", inner: error);

    // Pixels are compared, not files: a host may encode a picture anew as long as no pixel changes.
    private async Task VerifyAsync(string locator, ReadOnlyMemory<byte> image, CancellationToken cancel)
    {
        using var fetched = await FetchAsync(locator, cancel);
        if (fetched.Span.SequenceEqual(image.Span))
            return;
        try
        {
            using var sent = ImageCanvas.Decode(image.Span, image.Length);
            using var kept = ImageCanvas.Decode(fetched.Span, sent.Length);
            if (kept.Span.SequenceEqual(sent.Span))
                return;
        }
        catch (ImageException)
        {
            // Told below, as any other change.
        }

        throw new BackendException(BackendErrorKind.Rejected, $"{Properties.Name}: keeps another picture than it was sent ({HttpExchange.Shown(new Uri(locator))}): it alters images of this size; try smaller ones (--width, --height)");
    }

    // A picture that has just been stored and is not there may come yet.
    private async Task<PooledBytes> FetchAsync(string locator, CancellationToken cancel)
    {
        try
        {
            return await _downloads.GetAsync(locator, cancel);
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Lost)
        {
            throw new BackendException(BackendErrorKind.Transient, $"{error.Message}, although it was stored", inner: error);
        }
    }

    private SxcuContext Context() => new()
    {
        Replies = _profile.Extensions.Answers,
        Environment = _environment,
        Now = TimeProvider.System.GetLocalNow(),
    };

    // Null while a variable that the address needs is not set; an upload then says so.
    private Uri? Address()
    {
        try
        {
            return new UploadRequest(_profile, Context()).Uri;
        }
        catch (ProfileException)
        {
            return null;
        }
    }

    private string Owned(string locator) => Owns(locator)
        ? locator
        : throw new BackendException(BackendErrorKind.Lost, $"{locator}: not a picture of {Properties.Name}");
}
