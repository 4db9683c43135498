using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StorageX.Containers;
using StorageX.Host.Daemon;
using StorageX.Host.Daemon.Access;
using StorageX.Host.Daemon.Http;

namespace StorageX.Host.Cli.Jobs;

/// <summary>Talks to a daemon. Keys travel in bodies alone.</summary>
internal sealed class DaemonClient : IDisposable
{
    private const string TokenVariable = "STORAGEX_TOKEN";
    private readonly HttpClient _http;
    private readonly Uri _address;

    private DaemonClient(Uri address, string token)
    {
        _address = address;
        // A proxy has no business between this machine and its daemon, and would see the token.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Whether the daemon is on this machine, where a path means the same to both.</summary>
    public bool IsLocal => HostNames.IsLoopback(_address);

    /// <summary>A client of the daemon at an address; of the one that the settings describe for null.</summary>
    /// <exception cref="UsageException">The address is none, or there is no token for it.</exception>
    public static DaemonClient Open(string? at, StorageXSettings settings)
    {
        var address = settings.Daemon.Listen;
        if (at is not null && (!Uri.TryCreate(at, UriKind.Absolute, out address) || address is not { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }))
            throw new UsageException($"--at takes a URL such as {settings.Daemon.Listen.AbsoluteUri.TrimEnd('/')}, not '{at}'");
        return new DaemonClient(address, TokenFor(address, settings));
    }

    /// <summary>Asks for something.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) => AskAsync(new HttpRequestMessage(HttpMethod.Get, path), type, cancel);

    /// <summary>Has something done.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<T> PostAsync<T>(string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancel) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = body }, type, cancel);

    /// <summary>Has something forgotten.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async Task DeleteAsync(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        using var answer = await SendAsync(request, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string TokenFor(Uri address, StorageXSettings settings)
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            return token;
        // The token of the daemon here is for no other one.
        if (!HostNames.IsLoopback(address) && address.Authority != settings.Daemon.Listen.Authority)
            throw new UsageException($"{address} is another machine's daemon; give its token in ${TokenVariable}");
        try
        {
            return TokenFile.Read(settings.Daemon.TokenFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{settings.Daemon.TokenFile}: no token can be read there ({error.Message}); start the daemon with 'storagex daemon', or give its token in ${TokenVariable}");
        }
    }

    private async Task<T> AskAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using (request)
        {
            using var answer = await SendAsync(request, cancel);
            return await answer.Content.ReadFromJsonAsync(type, cancel) ?? throw new DaemonException(HttpStatusCode.OK, null, $"{_address}: the daemon's answer is empty");
        }
    }

    /// <summary>Sends a request.</summary>
    /// <exception cref="DaemonException">The daemon refused, or nobody answers as one.</exception>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw await RefusalAsync(answer, cancel);
        }
        catch (HttpRequestException error)
        {
            throw new DaemonException(null, null, $"no daemon answers at {_address.AbsoluteUri.TrimEnd('/')} ({error.Message}); start one with 'storagex daemon', or name another with --at", error);
        }
    }

    private async Task<DaemonException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return new DaemonException(answer.StatusCode, null, $"the daemon at {_address.AbsoluteUri.TrimEnd('/')} does not take the token; is it another user's?");
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync(DaemonJson.Default.Problem, cancel);
            return new DaemonException(answer.StatusCode, problem?.Type, problem?.Detail ?? answer.StatusCode.ToString());
        }
        catch (JsonException error)
        {
            return new DaemonException(answer.StatusCode, null, $"{_address}: answers {(int)answer.StatusCode}, but not as a daemon does", error);
        }
    }
}

/// <summary>A daemon refused what was asked, or none was there.</summary>
/// <param name="status">Its answer's status; null when there was no answer.</param>
/// <param name="type">The problem's type.</param>
/// <param name="message">One line for a person.</param>
/// <param name="inner">The exception under it, if any.</param>
internal sealed class DaemonException(HttpStatusCode? status, string? type, string message, Exception? inner = null) : Exception(SecretText.Cut(message), inner)
{
    /// <summary>Whether nobody answered.</summary>
    public bool IsAbsent => status is null;

    /// <summary>Whether a path means nothing to the daemon, or is not open to jobs; the file itself may still be taken.</summary>
    public bool IsAboutPath => type is "urn:storagex:problem:path-refused";

    /// <summary>Whether what was asked cannot be, and asking again does not help.</summary>
    public bool IsUsage => status is { } code && (int)code is >= 400 and < 500 and not (408 or 429);
}
