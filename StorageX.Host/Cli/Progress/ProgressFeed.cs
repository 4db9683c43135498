using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Progress;

/// <summary>
/// Takes the engine's reports, which must not wait, and shows the latest one now and then, and at once when a host begins or
/// ceases to make it wait. A transfer that ends before the first showing is never shown.
/// </summary>
internal sealed class ProgressFeed : IProgress<TransferProgress>, IAsyncDisposable
{
    private readonly Lock _state = new();
    private readonly TransferRate _rate;
    private readonly Action<ProgressSnapshot> _show;
    private readonly ITimer _timer;
    private readonly TimeSpan _period;
    private TransferProgress? _latest;
    private int _showing;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="first">When to show for the first time, counted from now.</param>
    /// <param name="period">How long to wait between two showings.</param>
    /// <param name="show">Shows one state; it is never called twice at once.</param>
    public ProgressFeed(TimeProvider time, TimeSpan first, TimeSpan period, Action<ProgressSnapshot> show)
    {
        _rate = new(time);
        _show = show;
        _period = period;
        _rate.Add(0);
        _timer = time.CreateTimer(_ => Show(), null, first, period);
    }

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        bool isNews;
        lock (_state)
        {
            isNews = value.WaitingUntil != _latest?.WaitingUntil;
            _latest = value;
            _rate.Add(value.Bytes);
        }

        if (isNews)
            _timer.Change(TimeSpan.Zero, _period);
    }

    /// <summary>Shows nothing more; ends when a showing that is under way has ended.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Show()
    {
        if (Interlocked.Exchange(ref _showing, 1) != 0)
            return;
        try
        {
            if (Latest() is { } snapshot)
                _show(snapshot);
        }
        catch (IOException)
        {
            // Whoever watched has gone; the transfer has not.
        }
        finally
        {
            Volatile.Write(ref _showing, 0);
        }
    }

    private ProgressSnapshot? Latest()
    {
        lock (_state)
            return _latest is null ? null : new(_latest, _rate.BytesPerSecond, _rate.TimeLeft(_latest.TotalBytes));
    }
}
