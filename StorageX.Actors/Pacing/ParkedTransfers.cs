namespace StorageX.Pacing;

/// <summary>
/// Which transfers are parked: those that have requests, none of them running, and none that may begin for a while. One that
/// is parked stays so until a request of it may begin. It keeps no clock; for one caller at a time.
/// </summary>
/// <param name="after">How long a wait must be to park a transfer.</param>
/// <typeparam name="T">What stands for a transfer, or for one who asks on its behalf.</typeparam>
internal sealed class ParkedTransfers<T>(TimeSpan after)
    where T : notnull
{
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(1);
    private readonly Dictionary<T, DateTimeOffset> _parked = [];

    /// <summary>Whether none is.</summary>
    public bool IsEmpty => _parked.Count == 0;

    /// <summary>Takes the state of all requests.</summary>
    /// <param name="now">The time.</param>
    /// <param name="requests">Each request's transfer, and when it may begin; a time that has passed for one that runs or only waits for its turn.</param>
    /// <returns>The transfers whose state changed, and until when each waits; null for one that goes on.</returns>
    public IReadOnlyList<(T Transfer, DateTimeOffset? Until)> Update(DateTimeOffset now, IEnumerable<(T Transfer, DateTimeOffset Begins)> requests)
    {
        var next = new Dictionary<T, DateTimeOffset>();
        foreach (var (transfer, at) in requests)
            next[transfer] = next.TryGetValue(transfer, out var earliest) && earliest < at ? earliest : at;

        var changes = new List<(T Transfer, DateTimeOffset? Until)>();
        foreach (var (transfer, at) in next.Where(entry => entry.Value > (_parked.ContainsKey(entry.Key) ? now : now + after)))
        {
            if (_parked.TryGetValue(transfer, out var told) && (at - told).Duration() < Same)
                continue;
            _parked[transfer] = at;
            changes.Add((transfer, at));
        }

        foreach (var transfer in _parked.Keys.Where(transfer => !next.TryGetValue(transfer, out var at) || at <= now).ToList())
        {
            _parked.Remove(transfer);
            changes.Add((transfer, null));
        }

        return changes;
    }
}
