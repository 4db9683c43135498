namespace StorageX.Pacing;

/// <summary>
/// When the next request may begin, so that they begin at a rate although whoever waits for a time comes late: timers have ticks of 10 ms, and
/// processors are busy. What comes late because it was told to wait does not put off what comes after it, so that lateness does not add up; but
/// no more begin within a second, in whatever second, than the rate says, and no idle time is saved up. A host that refuses what follows too soon
/// after another, as some do however few come in a second, is asked for a while without anything being made good. It keeps no clock. For one caller
/// at a time.
/// </summary>
internal sealed class StartSchedule
{
    /// <summary>How much lateness is made good at most: a host that wants its requests spread sees no burst longer than this.</summary>
    public static readonly TimeSpan MostMadeGood = TimeSpan.FromMilliseconds(50);

    // What a network makes of one second between two requests, more or less, is not to be a second in which there was one too many.
    private static readonly TimeSpan Leeway = TimeSpan.FromMilliseconds(10);

    // A refusal weighs as much as so many starts that are not refused; a few close together show a host that wants its requests apart.
    private const int WeightOfRefusal = 8;
    private const int MostWeight = 16;
    private const int SpreadFor = 250;
    private const double LongestInterval = 24 * 60 * 60;
    private const int MostRemembered = 1000;
    private readonly Queue<DateTimeOffset> _begun = new();
    private bool _isAwaited;
    private int _refusals;
    private int _spread;

    /// <summary>When the next request may begin.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Tells that a request waits, and whether for <see cref="Next"/> and nothing else.</summary>
    public void Await(bool forNext) => _isAwaited = forNext;

    /// <summary>Takes note that the host refused a request because others came before it.</summary>
    public void Refused()
    {
        _refusals += WeightOfRefusal;
        if (_refusals <= MostWeight)
            return;
        (_refusals, _spread) = (0, SpreadFor);
    }

    /// <summary>Takes note that a request has begun.</summary>
    /// <param name="now">The time, at <see cref="Next"/> or later.</param>
    /// <param name="rate">How many may begin in a second; null for no limit.</param>
    public void Begin(DateTimeOffset now, double? rate)
    {
        if (rate is not { } limit)
        {
            _begun.Clear();
            _isAwaited = false;
            return;
        }

        _refusals = Math.Max(0, _refusals - 1);
        _spread = Math.Max(0, _spread - 1);
        var interval = Math.Min(1 / limit, LongestInterval);
        var inSecond = (int)Math.Clamp(Math.Ceiling(limit), 1, MostRemembered);
        _begun.Enqueue(now);
        while (_begun.Count > inSecond)
            _begun.Dequeue();
        var due = Due(now);
        Next = due + TimeSpan.FromSeconds(interval);
        var room = _begun.Peek() + TimeSpan.FromSeconds(inSecond * interval) + (due < now ? Leeway : TimeSpan.Zero);
        if (_begun.Count == inSecond && room > Next)
            Next = room;
        // Where that is past as well, whoever comes now has waited for it.
        _isAwaited = Next <= now;
    }

    private DateTimeOffset Due(DateTimeOffset now) => !_isAwaited || _spread > 0 ? now : now - Next > MostMadeGood ? now - MostMadeGood : Next;
}
