using StorageX.Settings;

namespace StorageX.Pacing;

/// <summary>How a host is treated in one direction.</summary>
public sealed record PaceSettings
{
    private static readonly TimeSpan LongestSpread = TimeSpan.FromMinutes(1);

    /// <summary>How many requests run at once, 1 or more.</summary>
    public int Permits { get; init; } = 4;

    /// <summary>How many requests may begin in a second; 0 for no limit.</summary>
    public double Rate { get; init; }

    /// <summary>How many images may be stored in periods longer than those that <see cref="Rate"/> can keep.</summary>
    public IReadOnlyList<ImageBudget> Budgets { get; init; } = [];

    /// <summary>How many bytes of images may be sent or fetched in a second.</summary>
    public RateSchedule LimitRate { get; init; } = RateSchedule.None;

    /// <summary>How often a request is tried before its failure counts, 1 or more.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>How long one try may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait after the first failure; it doubles with each one that follows.</summary>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait, before jitter.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By which share of itself a wait is lengthened at most, at random, 0 to 1.</summary>
    public double BackoffJitter { get; init; } = 0.2;

    /// <summary>A wait longer than this, which a host asks for, parks a transfer: its progress tells until when, and no try is used up.</summary>
    public TimeSpan ParkAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same within what a host allows: the smaller of two limits counts.</summary>
    /// <param name="limits">What the host allows.</param>
    public PaceSettings Within(HostLimits limits)
    {
        var rates = limits.Budgets.Where(budget => budget.Period <= LongestSpread).Select(budget => budget.Images / budget.Period.TotalSeconds);
        var rate = rates.DefaultIfEmpty(0).Min();
        return this with
        {
            Permits = Math.Min(Permits, limits.Permits ?? Permits),
            Rate = rate > 0 && (Rate <= 0 || rate < Rate) ? rate : Rate,
            Budgets = [.. Budgets, .. limits.Budgets.Where(budget => budget.Period > LongestSpread)],
        };
    }

    /// <summary>Reads <c>storagex.uploads</c> or <c>storagex.downloads</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    internal static PaceSettings From(SettingsSection section)
    {
        section.RequireOnly("permits", "rate", "limit-rate", "attempts", "request-timeout", "backoff");
        var backoff = section.Section("backoff");
        backoff.RequireOnly("min", "max", "jitter");
        var (min, max) = (backoff.Duration("min"), backoff.Duration("max"));
        if (min > max)
            throw backoff.Wrong("min", "is longer than max");
        return new PaceSettings
        {
            Permits = section.Whole("permits", 1, 1000),
            Rate = section.Real("rate", 0, 1_000_000),
            LimitRate = RateSchedule.Parse(section.Text("limit-rate")) ?? throw section.Wrong("limit-rate", "off, a size such as 2MB, or a timetable such as \"08:00,512K 18:00,off\" is expected here"),
            Attempts = section.Whole("attempts", 1, 1000),
            RequestTimeout = section.Duration("request-timeout"),
            BackoffMin = min,
            BackoffMax = max,
            BackoffJitter = backoff.Real("jitter", 0, 1),
        };
    }
}
