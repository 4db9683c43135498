namespace StorageX.Host.Daemon.Http;

/// <summary>Tells requests that last long that the daemon ends.</summary>
internal sealed class Ending : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled when the daemon ends.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The daemon ends.</summary>
    public Task EndAsync() => _source.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
