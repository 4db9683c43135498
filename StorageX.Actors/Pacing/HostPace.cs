namespace StorageX.Pacing;

/// <summary>
/// Says when the next request to a host may begin: while a permit is free, not faster than the host takes them, within the
/// limit on bytes, and not before a time that the host has named. It learns: a host that refuses as one at its limit gets half of the permits
/// and a lower rate, once what it took in the last second has passed; success brings them back step by step. One that refuses or fails now and
/// then, whatever it is asked, is asked as before. A host that fails or refuses again and again without a success between is left alone
/// for a while, and then asked by one request. It keeps no clock: each call brings the time. For one caller at a time. Ours, since the limiters of System.Threading.RateLimiting keep the limits that they were made
/// with, and a clock of their own.
/// </summary>
/// <param name="settings">The limits.</param>
internal sealed class HostPace(PaceSettings settings)
{
    private const double LongestInterval = 24 * 60 * 60;
    private const int FailuresToOpen = 5;

    private readonly LearnedRate _learned = new();
    private readonly RefusalWindow _failed = new();
    private readonly StartSchedule _starts = new();
    private double _permits = settings.Permits;
    private int _running;
    private int _failures;
    private DateTimeOffset _bytes = DateTimeOffset.MinValue;
    private TimeSpan _lateForBytes;
    private bool _awaitsBytes;
    private DateTimeOffset _held = DateTimeOffset.MinValue;
    private DateTimeOffset _halved = DateTimeOffset.MinValue;

    /// <summary>How many requests may run at once now, 1 or more.</summary>
    public int Permits => (int)_permits;

    /// <summary>How many requests may begin in a second now; null for no limit.</summary>
    public double? Rate => settings.Rate > 0 ? Math.Min(settings.Rate, _learned.Rate ?? settings.Rate) : _learned.Rate;

    /// <summary>How many requests run.</summary>
    public int Running => _running;

    /// <summary>How many requests failed in a row because the host could not be reached, did not answer, or failed.</summary>
    public int Failures => _failures;

    /// <summary>Whether the host has made the permits fewer, or the rate lower, than the settings say.</summary>
    public bool IsSlowed => Permits < settings.Permits || _learned.Rate is not null;

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
        var at = Later(Later(_bytes, _starts.Next), _held);
        if (at > now)
        {
            _starts.Await(at == _starts.Next);
            _awaitsBytes = at == _bytes;
            wait = at - now;
            return false;
        }

        _running++;
        _starts.Begin(now, Rate);
        _lateForBytes = _awaitsBytes ? Shorter(now - _bytes, StartSchedule.MostMadeGood) : TimeSpan.Zero;
        _awaitsBytes = false;
        return true;
    }

    /// <summary>Counts bytes that are sent or were fetched: nothing begins until the limit has room for them.</summary>
    public void Count(long bytes, DateTimeOffset now)
    {
        if (settings.LimitRate.At(TimeOnly.FromTimeSpan(now.ToLocalTime().TimeOfDay)) is { } limit)
            (_bytes, _lateForBytes) = (Later(_bytes, now - _lateForBytes) + TimeSpan.FromSeconds(Math.Min((double)bytes / limit, LongestInterval)), TimeSpan.Zero);
    }

    /// <summary>Gives a permit back after a success.</summary>
    /// <param name="begun">When the request began: one that ran beside what was refused counts to what the host takes.</param>
    /// <param name="now">The time.</param>
    public void Succeeded(DateTimeOffset begun, DateTimeOffset now)
    {
        _running--;
        _failures = 0;
        _permits = Math.Min(settings.Permits, _permits + (1 / _permits));
        _failed.Count(refused: false, begun);
        _learned.Taken(begun, now);
    }

    /// <summary>Gives a permit back after the host said that it was too much.</summary>
    /// <param name="begun">When the request began: what had begun by the last change says nothing new.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">How long the host asked to wait, if it said.</param>
    public void Throttled(DateTimeOffset begun, DateTimeOffset now, TimeSpan? asked = null)
    {
        _running--;
        _failures = 0;
        _starts.Refused();
        if (asked is { } pause)
            Hold(now + pause);
        var verdict = _learned.Refused(begun, now);
        if (verdict == RefusalVerdict.Limit)
            _permits = Math.Max(1, _permits / 2);
        else if (verdict == RefusalVerdict.Closed)
            _permits = 1;
        if (asked is null && verdict == RefusalVerdict.Limit)
            Hold(_learned.RoomAt ?? now);
        else if (asked is null && verdict == RefusalVerdict.Closed)
            Hold(now + Backoff.Delay(settings, _learned.Closures, null, 0));
    }

    /// <summary>Gives a permit back after the host could not be reached, did not answer, or failed.</summary>
    /// <param name="begun">When the request began.</param>
    /// <param name="now">The time.</param>
    public void Failed(DateTimeOffset begun, DateTimeOffset now)
    {
        _running--;
        _failed.Count(refused: true, begun);
        if (begun > _halved && _failed.IsDense(0))
            (_permits, _halved) = (Math.Max(1, _permits / 2), now);
        if (++_failures < FailuresToOpen)
            return;
        _permits = 1;
        Hold(now + Backoff.Delay(settings, _failures - FailuresToOpen + 1, null, 0));
    }

    /// <summary>Gives a permit back; its request says nothing of the host.</summary>
    public void Release() => _running--;

    /// <summary>Lets nothing begin before <paramref name="until"/>.</summary>
    public void Hold(DateTimeOffset until) => _held = Later(until, _held);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
