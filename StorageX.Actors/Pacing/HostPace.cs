namespace StorageX.Pacing;

/// <summary>
/// Says when the next request to a host may begin: while a permit is free, not faster than the host takes them, within the
/// limit on bytes, and not before a time that the host has named. It learns: what the host throttles halves the permits and
/// lowers the rate to what was taken in the last second, which is let pass first; success brings them back step by step. A host that fails again and
/// again without a success between is left alone for a while, and then asked by one request. It keeps no clock: each call
/// brings the time. For one caller at a time. Ours, since the limiters of System.Threading.RateLimiting keep the limits that they were made
/// with, and a clock of their own.
/// </summary>
/// <param name="settings">The limits.</param>
internal sealed class HostPace(PaceSettings settings)
{
    private const double LongestInterval = 24 * 60 * 60;
    private const double LeastRate = 0.1;
    private const double Slower = 0.75;
    private const double Margin = 0.99;
    private const double Faster = 1.5;
    private const int FailuresToOpen = 5;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(5);

    private readonly Queue<DateTimeOffset> _taken = new();
    private double _permits = settings.Permits;
    private double? _learned;
    private double _most = double.PositiveInfinity;
    private int _running;
    private int _failures;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _bytes = DateTimeOffset.MinValue;
    private DateTimeOffset _held = DateTimeOffset.MinValue;
    private DateTimeOffset _changed = DateTimeOffset.MinValue;

    /// <summary>How many requests may run at once now, 1 or more.</summary>
    public int Permits => (int)_permits;

    /// <summary>How many requests may begin in a second now; null for no limit.</summary>
    public double? Rate => settings.Rate > 0 ? Math.Min(settings.Rate, _learned ?? settings.Rate) : _learned;

    /// <summary>How many requests run.</summary>
    public int Running => _running;

    /// <summary>How many requests failed in a row because the host could not be reached, did not answer, or failed.</summary>
    public int Failures => _failures;

    /// <summary>Whether the host has made the permits fewer, or the rate lower, than the settings say.</summary>
    public bool IsSlowed => Permits < settings.Permits || _learned is not null;

    /// <summary>Until when the host lets nothing begin; what one's own limits on images and bytes a second ask for is not in it.</summary>
    public DateTimeOffset HeldUntil => _held;

    /// <summary>Takes a permit.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wait">How long until asking again can help; <see cref="Timeout.InfiniteTimeSpan"/> when only the end of a request can.</param>
    /// <returns>Whether the request may begin now.</returns>
    public bool TryBegin(DateTimeOffset now, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (_running >= Permits)
            return false;
        var at = Later(Later(_bytes, _next), _held);
        if (at > now)
        {
            wait = at - now;
            return false;
        }

        _running++;
        if (Rate is { } rate)
            _next = now + TimeSpan.FromSeconds(Math.Min(1 / rate, LongestInterval));
        return true;
    }

    /// <summary>Counts bytes that are sent or were fetched: nothing begins until the limit has room for them.</summary>
    public void Count(long bytes, DateTimeOffset now)
    {
        if (settings.LimitRate.At(TimeOnly.FromTimeSpan(now.ToLocalTime().TimeOfDay)) is { } limit)
            _bytes = (_bytes > now ? _bytes : now) + TimeSpan.FromSeconds(Math.Min((double)bytes / limit, LongestInterval));
    }

    /// <summary>Gives a permit back after a success.</summary>
    /// <param name="begun">When the request began: one that ran beside what was refused counts to what the host takes.</param>
    /// <param name="now">The time.</param>
    public void Succeeded(DateTimeOffset begun, DateTimeOffset now)
    {
        _running--;
        _failures = 0;
        _permits = Math.Min(settings.Permits, _permits + (1 / _permits));
        _taken.Enqueue(now);
        Forget(now);
        if (_learned is { } learned && begun <= _changed)
            _learned = Math.Max(learned, Math.Min(_taken.Count * Margin, _most));
        else if (_learned is { } slow && now - _changed >= Recovery)
            (_learned, _changed) = (slow * Faster, now);
    }

    /// <summary>Gives a permit back after the host said that it was too much.</summary>
    /// <param name="begun">When the request began: what had begun by the last change says nothing new.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">How long the host asked to wait, if it said.</param>
    public void Throttled(DateTimeOffset begun, DateTimeOffset now, TimeSpan? asked = null)
    {
        _running--;
        _failures = 0;
        Forget(now);
        if (asked is { } pause)
            Hold(now + pause);
        if (begun <= _changed)
            return;
        if (asked is null)
            Hold(_taken.TryPeek(out var oldest) ? oldest + Second : now);
        var taken = _taken.Count > 0 ? _taken.Count * Margin : double.PositiveInfinity;
        _most = Rate * Slower ?? double.PositiveInfinity;
        if (Math.Min(taken, _most) is var learned && double.IsFinite(learned))
            _learned = Math.Max(learned, LeastRate);
        _permits = Math.Max(1, _permits / 2);
        _changed = now;
    }

    /// <summary>Gives a permit back after the host could not be reached, did not answer, or failed.</summary>
    /// <param name="begun">When the request began.</param>
    /// <param name="now">The time.</param>
    public void Failed(DateTimeOffset begun, DateTimeOffset now)
    {
        _running--;
        if (begun > _changed)
            (_permits, _changed) = (Math.Max(1, _permits / 2), now);
        if (++_failures < FailuresToOpen)
            return;
        _permits = 1;
        Hold(now + Backoff.Delay(settings, _failures - FailuresToOpen + 1, null, 0));
    }

    /// <summary>Gives a permit back; its request says nothing of the host.</summary>
    public void Release() => _running--;

    /// <summary>Lets nothing begin before <paramref name="until"/>.</summary>
    public void Hold(DateTimeOffset until) => _held = Later(until, _held);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void Forget(DateTimeOffset now)
    {
        while (_taken.TryPeek(out var oldest) && now - oldest >= Second)
            _taken.Dequeue();
    }
}
