namespace StorageX.Pacing;

/// <summary>
/// What the last requests to a host came to, and whether so many refusals can still be chance. The bounds were found with simulated hosts
/// that refuse at random, by window and by bucket: AdaptivePaceSpec has them.
/// </summary>
internal sealed class RefusalWindow
{
    /// <summary>How many requests tell a share from another.</summary>
    public const int Enough = 200;

    private const int Row = 4;
    private const int Recent = 10;
    private const int RecentBits = (1 << Recent) - 1;
    private const double LargeNoise = 0.1;
    private int _recent;
    private int _seen;
    private int _inRow;
    private int _refused;

    /// <summary>How many requests came to an end since <see cref="Since"/>.</summary>
    public int Requests { get; private set; }

    /// <summary>When the first of them began; null before it.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>Which part of them was refused, 0 to 1.</summary>
    public double Share => Requests == 0 ? 0 : (double)_refused / Requests;

    /// <summary>Counts a request. A success after a row of refusals begins the last ten anew: what the row says has been taken in.</summary>
    public void Count(bool refused, DateTimeOffset begun)
    {
        Since ??= begun;
        Requests++;
        _refused += refused ? 1 : 0;
        if (!refused && _inRow >= Row)
            ForgetRecent();
        _inRow = refused ? _inRow + 1 : 0;
        _recent = ((_recent << 1) | (refused ? 1 : 0)) & RecentBits;
        _seen = Math.Min(_seen + 1, Recent);
    }

    /// <summary>Begins to count anew; what was refused in a row remains.</summary>
    public void Restart(DateTimeOffset now) => (Requests, _refused, Since) = (0, 0, now);

    /// <summary>Forgets what was refused in a row.</summary>
    public void ForgetRecent() => (_recent, _seen, _inRow) = (0, 0, 0);

    /// <summary>Whether refusals stand so close that the host must be at its limit: four in a row, or six of the last ten.</summary>
    /// <param name="noise">Which part the host is known to refuse at any rate, 0 to 1; more are then allowed.</param>
    public bool IsDense(double noise) => _inRow >= Row + (int)Math.Round(20 * noise)
        || (_seen == Recent && int.PopCount(_recent) >= (noise > LargeNoise ? 8 : 6));

    /// <summary>Whether so many are refused that it may be the rate: asking less then tells.</summary>
    /// <param name="noise">Which part the host is known to refuse at any rate, 0 to 1.</param>
    /// <param name="limited">Whether the host has shown a limit: it is then the likelier cause, and fewer are enough.</param>
    public bool IsCrowded(double noise, bool limited)
    {
        var (few, share) = limited ? (3, 0.07) : (4, 0.125);
        return _refused >= few + (Requests * (noise + share)) || (Requests >= Enough && Share >= noise + 0.05);
    }
}
