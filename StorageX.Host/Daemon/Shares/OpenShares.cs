namespace StorageX.Host.Daemon.Shares;

/// <summary>
/// The files of shares that are being read: open once for all who read them, and a little longer, because players and download
/// managers ask for one part after the other.
/// </summary>
/// <param name="storage">Where they are.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenShares(Storage storage, TimeProvider time) : IAsyncDisposable
{
    private const int MostIdle = 8;
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, OpenFile> _files = [];

    /// <summary>A share's file, until it is given back.</summary>
    /// <param name="share">The share.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="TransferException">The file cannot be opened.</exception>
    public async Task<OpenFile> RentAsync(long share, string key, CancellationToken cancel)
    {
        OpenFile file;
        lock (_gate)
        {
            if (!_files.TryGetValue(share, out file!))
                _files.Add(share, file = new OpenFile(share, storage.OpenAsync(key, _end.Token)));
            file.Users++;
            file.Idle?.Dispose();
            file.Idle = null;
        }

        try
        {
            await file.Opened.WaitAsync(cancel);
            return file;
        }
        catch
        {
            Return(file);
            throw;
        }
    }

    /// <summary>Gives a file back.</summary>
    public void Return(OpenFile file)
    {
        lock (_gate)
        {
            if (--file.Users > 0)
                return;
            if (!file.Opened.IsFaulted && !file.Opened.IsCanceled && _files.Values.Count(other => other.Users == 0) <= MostIdle)
            {
                file.Idle = time.CreateTimer(_ => CloseIdle(file), null, Linger, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        CloseIdle(file);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A host that never answers shall not be waited for.
        await _end.CancelAsync();
        List<OpenFile> files;
        lock (_gate)
        {
            files = [.. _files.Values];
            _files.Clear();
        }

        foreach (var file in files)
            await CloseAsync(file);
        _end.Dispose();
    }

    private void CloseIdle(OpenFile file)
    {
        lock (_gate)
        {
            if (file.Users > 0 || !_files.Remove(file.Share))
                return;
        }

        _ = CloseAsync(file);
    }

    private static async Task CloseAsync(OpenFile file)
    {
        if (file.Idle is { } idle)
            await idle.DisposeAsync();
        try
        {
            await (await file.Opened).DisposeAsync();
        }
        catch (Exception error) when (error is TransferException or OperationCanceledException)
        {
            // It was never open; who asked for it has been told.
        }
    }

    /// <summary>A file that is open, or being opened.</summary>
    internal sealed class OpenFile(long share, Task<StoredFile> opened)
    {
        public long Share => share;

        public Task<StoredFile> Opened => opened;

        public int Users { get; set; }

        public ITimer? Idle { get; set; }
    }
}
