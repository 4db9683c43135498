namespace StorageX.Pacing;

/// <summary>
/// Jittered exponential back-off. Ours, since Polly waits inside of the call, while the router must know a wait beforehand: it plans
/// others around it, parks transfers, and tells until when.
/// </summary>
internal static class Backoff
{
    /// <summary>How long to wait after failure number <paramref name="failures"/>: min × 2^(failures−1), at most max, lengthened by jitter; never less than the host asked for.</summary>
    /// <param name="settings">The bounds.</param>
    /// <param name="failures">How many tries have failed, 1 or more.</param>
    /// <param name="retryAfter">What the host asked for, if anything.</param>
    /// <param name="random">A number from 0 to 1.</param>
    public static TimeSpan Delay(PaceSettings settings, int failures, TimeSpan? retryAfter, double random)
    {
        var doubled = settings.BackoffMin.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 60));
        var bounded = Math.Min(doubled, settings.BackoffMax.TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(bounded * (1 + (settings.BackoffJitter * random)));
        return retryAfter > delay ? retryAfter.Value : delay;
    }
}
