namespace StorageX.Pacing;

/// <summary>
/// Says when the next request to a host may begin: while a permit is free, not faster than the rate, and not before a time
/// the host has named. It keeps no clock: each call brings the time. For one caller at a time.
/// </summary>
/// <param name="settings">The limits.</param>
internal sealed class HostPace(PaceSettings settings)
{
    private const double LongestInterval = 24 * 60 * 60;

    private int _running;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Takes a permit.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wait">How long until asking again can help; <see cref="Timeout.InfiniteTimeSpan"/> when only <see cref="Release"/> can.</param>
    /// <returns>Whether the request may begin now.</returns>
    public bool TryBegin(DateTimeOffset now, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (_running >= settings.Permits)
            return false;
        if (_next > now)
        {
            wait = _next - now;
            return false;
        }

        _running++;
        if (settings.Rate > 0)
            _next = now + TimeSpan.FromSeconds(Math.Min(1 / settings.Rate, LongestInterval));
        return true;
    }

    /// <summary>Gives a permit back.</summary>
    public void Release() => _running--;

    /// <summary>Lets nothing begin before <paramref name="until"/>.</summary>
    public void Hold(DateTimeOffset until) => _next = until > _next ? until : _next;
}
