using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StorageX.Errors;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary>Talks to a daemon. Keys travel in bodies alone.</summary>
internal sealed class DaemonClient : IDisposable
{
    private const string TokenVariable = "STORAGEX_TOKEN";
    private readonly HttpClient _http;
    private readonly Uri _address;

    private DaemonClient(Uri address, string token)
    {
        // One behind a proxy may have a path of its own; what is asked for stands below it.
        _address = address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        // A proxy has no business between this machine and its daemon, and would see the token.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = _address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Whether the daemon is on this machine, where a path means the same to both.</summary>
    public bool IsLocal => Loopback.Is(_address);

    /// <summary>A client of the daemon at an address; of the one that the settings describe for null.</summary>
    /// <exception cref="UsageException">The address is none, or there is no token for it.</exception>
    public static DaemonClient Open(string? at, StorageXSettings settings)
    {
        var own = DaemonSettings.Of(settings);
        var address = own.Listen;
        if (at is not null && (!Uri.TryCreate(at, UriKind.Absolute, out address) || address is not { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }))
            throw new UsageException($"--at takes a URL such as {own.Listen.AbsoluteUri.TrimEnd('/')}, not '{at}'");
        return new DaemonClient(address, TokenFor(address, own));
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

    private static string TokenFor(Uri address, DaemonSettings own)
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            return token;
        // The token of the daemon here is for no other one.
        if (!Loopback.Is(address) && address.Authority != own.Listen.Authority)
            throw new UsageException($"{address} is another machine's daemon; give its token in ${TokenVariable}");
        try
        {
            return TokenFile.Read(own.TokenFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{own.TokenFile}: no token can be read there ({SystemWords.Of(error)}); start the daemon with 'storagex daemon', or give its token in ${TokenVariable}");
        }
    }

    private async Task<T> AskAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using (request)
        {
            using var answer = await SendAsync(request, cancel);
            try
            {
                return await answer.Content.ReadFromJsonAsync(type, cancel) ?? throw new DaemonException(HttpStatusCode.OK, null, $"{_address}: the daemon's answer is empty");
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                throw new DaemonException(answer.StatusCode, null, $"{_address}: answers {(int)answer.StatusCode}, but not as a daemon does; is it one, and of this version?", error);
            }
        }
    }

    /// <summary>Sends a request.</summary>
    /// <exception cref="DaemonException">The daemon refused, or nobody answers as one.</exception>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            request.RequestUri = new Uri(_address, request.RequestUri!.OriginalString.TrimStart('/'));
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw await RefusalAsync(answer, cancel);
        }
        catch (HttpRequestException error)
        {
            throw new DaemonException(null, null, $"no daemon answers at {_address.AbsoluteUri.TrimEnd('/')} ({SystemWords.Of(error)}); start one with 'storagex daemon', or name another with --at", error);
        }
    }

    private async Task<DaemonException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return new DaemonException(answer.StatusCode, null, $"the daemon at {_address.AbsoluteUri.TrimEnd('/')} does not take the token; is it another user's?");
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync(ContractJson.Default.Problem, cancel);
            return new DaemonException(answer.StatusCode, problem?.Type, problem?.Detail ?? $"{_address}: answers {(int)answer.StatusCode}, and does not say why");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new DaemonException(answer.StatusCode, null, $"{_address}: answers {(int)answer.StatusCode}, but not as a daemon does", error);
        }
    }
}
