namespace StorageX.Host.Daemon.Access;

/// <summary>
/// The connections that are open. A new one is always let in, so that whoever has the token gets in; where that makes too many,
/// one goes that has not shown the token: the one that has been idle longest at the place that has the most. Any number may ask at once.
/// </summary>
/// <param name="most">How many may be open that have not shown the token.</param>
/// <param name="mostEach">How many of them from one place.</param>
internal sealed class Connections(int most, int mostEach)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guest, long> _strangers = [];
    private long _turn;

    /// <summary>How many are open that have not shown the token.</summary>
    public int Strangers
    {
        get
        {
            lock (_gate)
                return _strangers.Count;
        }
    }

    /// <summary>A connection was opened.</summary>
    /// <param name="place">From where; null for one that no limit for each place counts.</param>
    /// <param name="close">Ends it.</param>
    /// <returns>It, until <see cref="Guest.Dispose"/>.</returns>
    public Guest Enter(string? place, Action close)
    {
        var guest = new Guest(this, place, close);
        Guest? leaving = null;
        lock (_gate)
        {
            if (place is not null && _strangers.Keys.Count(other => other.Place == place) >= mostEach)
                leaving = LeastMissed(_strangers.Keys.Where(other => other.Place == place));
            else if (_strangers.Count >= most)
                leaving = LeastMissed(_strangers.Keys);
            if (leaving is not null)
                _strangers.Remove(leaving);
            _strangers.Add(guest, ++_turn);
        }

        leaving?.Close();
        return guest;
    }

    private void Forget(Guest guest)
    {
        lock (_gate)
            _strangers.Remove(guest);
    }

    private Guest LeastMissed(IEnumerable<Guest> strangers) =>
        strangers.GroupBy(guest => guest.Place).SelectMany(place => place.Select(guest => (Guest: guest, Count: place.Count())))
            .OrderBy(found => found.Guest.Requests > 0).ThenByDescending(found => found.Count).ThenBy(found => _strangers[found.Guest]).First().Guest;

    /// <summary>A connection that is open.</summary>
    internal sealed class Guest(Connections all, string? place, Action close) : IDisposable
    {
        public string? Place => place;

        public int Requests { get; private set; }

        /// <summary>Ends the connection.</summary>
        public void Close() => close();

        /// <summary>It has shown the token: it stays, and counts no more.</summary>
        public void Trust() => all.Forget(this);

        /// <summary>A request begins on it, or has ended.</summary>
        /// <param name="change">1, or -1.</param>
        public void Ask(int change)
        {
            lock (all._gate)
            {
                Requests += change;
                if (all._strangers.ContainsKey(this))
                    all._strangers[this] = ++all._turn;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => all.Forget(this);
    }
}
