namespace StorageX.Pacing;

/// <summary>So many images were stored at a time.</summary>
internal sealed record SpentImages(DateTimeOffset At, int Images);

/// <summary>
/// The arithmetic of budgets. Every span of a budget's period counts, wherever it begins: however a host lays its own periods,
/// by the clock, from the first image, or sliding, none of them then holds more images than the budget.
/// </summary>
internal static class BudgetWindow
{
    private const int Grains = 3600;

    /// <summary>When the next image may be stored: now, or when enough of those before it have left every budget's window.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="spent">What was stored, in the order of time.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset FreeAt(IReadOnlyList<ImageBudget> budgets, IReadOnlyList<SpentImages> spent, DateTimeOffset now)
    {
        var free = now;
        foreach (var budget in budgets)
        {
            var within = spent.Where(entry => entry.At + budget.Period > now).ToList();
            var over = within.Sum(entry => entry.Images) - budget.Images + 1;
            for (var oldest = 0; over > 0 && oldest < within.Count; oldest++)
            {
                over -= within[oldest].Images;
                if (over <= 0 && within[oldest].At + budget.Period > free)
                    free = within[oldest].At + budget.Period;
            }
        }

        return free;
    }

    /// <summary>
    /// The time that an image stored now counts from: up to 1/3600 of the shortest period later, so that what is remembered stays small
    /// however many images a budget has.
    /// </summary>
    public static DateTimeOffset Stamp(IReadOnlyList<ImageBudget> budgets, DateTimeOffset now)
    {
        var grain = Math.Max((long)budgets.Min(budget => budget.Period).TotalMilliseconds / Grains, 1);
        return DateTimeOffset.FromUnixTimeMilliseconds((now.ToUnixTimeMilliseconds() + grain - 1) / grain * grain);
    }

    /// <summary>Whether an entry counts no more, or has a date that no clock gives: one that is far ahead.</summary>
    public static bool IsPast(IReadOnlyList<ImageBudget> budgets, DateTimeOffset at, DateTimeOffset now)
    {
        var longest = budgets.Max(budget => budget.Period);
        return at + longest <= now || at - longest > now;
    }
}
