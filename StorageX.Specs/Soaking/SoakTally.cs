namespace StorageX.Specs.Soaking;

/// <summary>What soaks came to. Safe to use from many threads.</summary>
internal sealed class SoakTally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = [];
    private readonly List<string> _faults = [];
    private readonly List<double> _calm = [];
    private readonly List<(double Seconds, string Where)> _stormy = [];

    /// <summary>What is a fault of ours, each told with its seed.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }

    /// <summary>How often something was counted.</summary>
    public int this[string what]
    {
        get
        {
            lock (_lock)
                return _counts.GetValueOrDefault(what);
        }
    }

    /// <summary>Counts something.</summary>
    public void Count(string what)
    {
        lock (_lock)
            _counts[what] = _counts.GetValueOrDefault(what) + 1;
    }

    /// <summary>Counts a fault of ours.</summary>
    public void Fault(string what, string details)
    {
        Count(what);
        lock (_lock)
            _faults.Add($"{what}: {details}");
    }

    /// <summary>Takes how long an upload took while nothing went wrong, for each of its requests.</summary>
    public void Calm(TimeSpan time)
    {
        lock (_lock)
            _calm.Add(time.TotalSeconds);
    }

    /// <summary>Takes how long an upload took beside what its host let hang.</summary>
    public void Stormy(TimeSpan time, string where)
    {
        lock (_lock)
            _stormy.Add((time.TotalSeconds, where));
    }

    /// <summary>The uploads that took more than ten times the median of those without faults, by the clock: on a busy machine some do without any cause in us.</summary>
    public IEnumerable<string> Slow()
    {
        lock (_lock)
        {
            if (_calm.Count == 0)
                return [];
            var usual = At(_calm, 0.5);
            return [.. _stormy.Where(one => one.Seconds > usual * 10).Select(one => $"{one.Where}: {one.Seconds / usual:0.0} times")];
        }
    }

    /// <summary>All figures, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (what, count) in _counts)
            yield return $"{count,7} {what}";
        if (_calm.Count == 0 || _stormy.Count == 0)
            yield break;
        var stormy = _stormy.ConvertAll(one => one.Seconds);
        yield return FormattableString.Invariant($"uploads without faults: median {At(_calm, 0.5) * 1000:0} ms, 99 % {At(_calm, 0.99) * 1000:0} ms, longest {_calm.Max() * 1000:0} ms");
        yield return FormattableString.Invariant($"uploads with faults, what hung left out: median {At(stormy, 0.5) * 1000:0} ms, 99 % {At(stormy, 0.99) * 1000:0} ms, longest {stormy.Max() * 1000:0} ms");
    }

    private static double At(List<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)((sorted.Count - 1) * part)];
    }
}
