namespace StorageX.Pacing;

/// <summary>A ledger that is forgotten with the process.</summary>
internal sealed class BudgetMemory : IBudgetLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<DateTimeOffset, int>> _spent = [];

    /// <inheritdoc/>
    public bool TrySpend(string host, IReadOnlyList<ImageBudget> budgets, DateTimeOffset now, out DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_spent.TryGetValue(host, out var spent))
                _spent.Add(host, spent = []);
            foreach (var past in spent.Keys.Where(entry => BudgetWindow.IsPast(budgets, entry, now)).ToList())
                spent.Remove(past);
            at = BudgetWindow.FreeAt(budgets, [.. spent.Select(entry => new SpentImages(entry.Key, entry.Value))], now);
            if (at > now)
                return false;
            at = BudgetWindow.Stamp(budgets, now);
            spent[at] = spent.GetValueOrDefault(at) + 1;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Refund(string host, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_spent.TryGetValue(host, out var spent) && spent.TryGetValue(at, out var images) && images > 0)
                spent[at] = images - 1;
        }
    }
}
