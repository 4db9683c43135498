using Microsoft.AspNetCore.Http;

namespace StorageX.Host.Daemon.Http;

/// <summary>Tells requests that last long that the daemon ends.</summary>
internal sealed class Ending : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled when the daemon ends.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The daemon ends.</summary>
    public Task EndAsync() => _source.CancelAsync();

    /// <summary>Handles a request, whose own end is the daemon's too: what it waits for, a host or its client, may never come.</summary>
    public async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, Token);
        http.RequestAborted = either.Token;
        await next(http);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
