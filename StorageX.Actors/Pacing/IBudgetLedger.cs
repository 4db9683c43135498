namespace StorageX.Pacing;

/// <summary>Remembers what was spent of the budgets of hosts. Safe to call from many threads.</summary>
internal interface IBudgetLedger
{
    /// <summary>Spends an image, if no budget of the host is spent.</summary>
    /// <param name="host">The backend's name.</param>
    /// <param name="budgets">Its budgets, one or more.</param>
    /// <param name="now">The time.</param>
    /// <param name="at">When the image counts from; or when one can be spent, later than <paramref name="now"/>.</param>
    /// <returns>Whether the image may be stored now.</returns>
    bool TrySpend(string host, IReadOnlyList<ImageBudget> budgets, DateTimeOffset now, out DateTimeOffset at);

    /// <summary>Takes an image back that the host did not keep.</summary>
    /// <param name="host">The backend's name.</param>
    /// <param name="at">When it counted from.</param>
    void Refund(string host, DateTimeOffset at);
}
