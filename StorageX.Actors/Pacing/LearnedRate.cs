namespace StorageX.Pacing;

/// <summary>What a refusal says of a host.</summary>
internal enum RefusalVerdict
{
    /// <summary>Nothing: some hosts refuse a few requests whatever they are asked.</summary>
    Noise,

    /// <summary>It is at its limit; the rate is lower now.</summary>
    Limit,

    /// <summary>It takes nothing for the moment, at no rate.</summary>
    Closed,
}

/// <summary>
/// Finds out how many requests a second a host takes. Refusals that stand close show a limit: the rate becomes what was taken in the last
/// second; where nothing is taken even then, the host is closed for a while, which says nothing of its rate. A share that is only high is put to the test: less is asked, and that is kept where far less is then refused; where not, the host
/// is known to refuse so many at any rate. A rate that was lowered is raised by trials, which a host that refuses them makes smaller and
/// rarer. It keeps no clock. For one caller at a time.
/// </summary>
internal sealed class LearnedRate
{
    private const double Least = 0.1;
    private const double Margin = 0.99;
    private const double Slower = 0.5;
    private const double OnTrial = 0.85;
    private const double FellBy = 1.0 / 3;
    private const double LeastStep = 0.05;
    private const int FewestOnTrial = 20;
    private const int FirstPatience = 400;
    private const int MostPatience = 6400;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPeace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPeace = TimeSpan.FromMinutes(10);

    private readonly Queue<DateTimeOffset> _taken = new();
    private readonly RefusalWindow _window = new();
    private Phase _phase;
    private double? _before;
    private double _shareBefore;
    private double _noise;
    private double _step = 0.5;
    private double _most = double.PositiveInfinity;
    private bool _atLimit;

    // What had begun before the rate changed says nothing of it.
    private DateTimeOffset _changed = DateTimeOffset.MinValue;
    private bool _takenSince;
    private int _patience;
    private int _nextPatience = FirstPatience;
    private TimeSpan _peace = TimeSpan.FromMinutes(1);

    private enum Phase
    {
        Watching,
        AskingLess,
        AskingMore,
    }

    /// <summary>How many requests may begin in a second; null while nothing was learnt.</summary>
    public double? Rate { get; private set; }

    /// <summary>How many times in a row the host has taken nothing for a while, less one for each success.</summary>
    public int Closures { get; private set; }

    /// <summary>When the oldest of what was taken in the last second leaves that second; null if nothing was taken.</summary>
    public DateTimeOffset? RoomAt => _taken.TryPeek(out var oldest) ? oldest + Second : null;

    /// <summary>Counts a request that was taken.</summary>
    /// <param name="begun">When it began: one that ran beside what was refused counts to what the host takes.</param>
    /// <param name="now">The time.</param>
    public void Taken(DateTimeOffset begun, DateTimeOffset now)
    {
        Closures = Math.Max(0, Closures - 1);
        _taken.Enqueue(now);
        Forget(now);
        if (Rate is { } learned && begun <= _changed && _atLimit)
            Rate = Math.Max(learned, Math.Min(_taken.Count * Margin, _most));
        else if (Rate is { } slow && _phase == Phase.Watching && now - _changed >= _peace)
            Try(Phase.AskingMore, slow * (1 + _step), now);
        if (begun <= _changed)
            return;
        _takenSince = true;
        _window.Count(refused: false, begun);
        _patience--;
        Judge(now);
    }

    /// <summary>Counts a request that was refused.</summary>
    /// <param name="begun">When it began.</param>
    /// <param name="now">The time.</param>
    public RefusalVerdict Refused(DateTimeOffset begun, DateTimeOffset now)
    {
        Forget(now);
        if (begun <= _changed)
            return RefusalVerdict.Noise;
        _window.Count(refused: true, begun);
        _patience--;
        var closed = _taken.Count == 0 || (Closures > 0 && _taken.Count == 1);
        if (!_window.IsDense(_noise) && !(closed && Closures > 0))
            return Judge(now) ? RefusalVerdict.Limit : RefusalVerdict.Noise;
        if (closed || (_atLimit && !_takenSince))
        {
            Closures++;
            Settle(_phase == Phase.Watching && !_atLimit ? Rate : _before, now);
            return RefusalVerdict.Closed;
        }

        _window.ForgetRecent();
        if (_phase == Phase.AskingMore)
            GoBack(now);
        else
            Lower(now);
        return RefusalVerdict.Limit;
    }

    // Whether a trial of asking more has failed.
    private bool Judge(DateTimeOffset now)
    {
        var enough = _window.Requests >= RefusalWindow.Enough;
        switch (_phase)
        {
            case Phase.AskingMore when _window.IsCrowded(_noise, Rate is not null):
                GoBack(now);
                return true;
            case Phase.AskingMore when enough || (_window.Requests >= FewestOnTrial && now - _changed >= _peace / 2):
                _peace = Longer(_peace / 2);
                Settle(Rate, now);
                break;
            case Phase.AskingLess when enough && _window.Share <= _shareBefore * FellBy:
                Settle(Rate, now);
                break;
            case Phase.AskingLess when enough:
                (_noise, _patience) = (Math.Min(_shareBefore, _window.Share), _nextPatience);
                _nextPatience = Math.Min(_nextPatience * 2, MostPatience);
                Settle(_before, now);
                break;
            case Phase.Watching when _patience <= 0 && _window.Share < 1 && _window.IsCrowded(_noise, Rate is not null) && now > _window.Since:
                var asked = _window.Requests / (now - _window.Since.Value).TotalSeconds;
                _shareBefore = _window.Share;
                Try(Phase.AskingLess, Math.Max(Least, asked * Math.Min(OnTrial, (1 - _shareBefore) * Margin)), now);
                break;
            case Phase.Watching when enough:
                _noise = _window.Share < _noise / 2 ? _window.Share : _noise;
                _window.Restart(now);
                break;
        }

        return false;
    }

    private void Lower(DateTimeOffset now)
    {
        _before = _phase == Phase.Watching ? Rate : _before;
        _most = Rate * Slower ?? double.PositiveInfinity;
        Settle(Math.Max(Math.Min(_taken.Count * Margin, _most), Least), now);
        _atLimit = true;
    }

    private void Try(Phase phase, double rate, DateTimeOffset now)
    {
        _before = Rate;
        Settle(rate, now);
        _phase = phase;
    }

    private void GoBack(DateTimeOffset now)
    {
        _step = Math.Max(LeastStep, _step / 2);
        _peace = Longer(_peace * 2);
        Settle(_before, now);
    }

    private void Settle(double? rate, DateTimeOffset now)
    {
        (Rate, _phase, _changed, _atLimit, _takenSince) = (rate, Phase.Watching, now, false, false);
        _window.Restart(now);
    }

    private static TimeSpan Longer(TimeSpan peace) => peace < ShortestPeace ? ShortestPeace : peace > LongestPeace ? LongestPeace : peace;

    private void Forget(DateTimeOffset now)
    {
        while (_taken.TryPeek(out var oldest) && now - oldest >= Second)
            _taken.Dequeue();
    }
}
