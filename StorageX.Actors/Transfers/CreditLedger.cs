namespace StorageX.Transfers;

/// <summary>
/// Counts the pieces that are in memory, of all transfers together. A transfer has its first one in any case: else those to a
/// slow host, which keep theirs for long, would hold up all others. Beyond that it gets one while there are fewer than the
/// limit in all; those that wait get theirs in the order in which they asked. Safe for many threads.
/// </summary>
/// <param name="limit">How many in all, 1 or more; exceeded by at most the number of transfers.</param>
internal sealed class CreditLedger(int limit)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Account> _waiting = [];
    private int _given;

    /// <summary>How many are in memory, or promised.</summary>
    public int Given
    {
        get
        {
            lock (_gate)
                return _given;
        }
    }

    /// <summary>The credits of one transfer.</summary>
    /// <param name="granted">Is called, on any thread, when one is free that was asked for in vain: the transfer asks again, then calls <see cref="Account.Decline"/>.</param>
    public Account Open(Action granted) => new(this, granted);

    private bool HasRoom => _given < limit;

    private void Serve()
    {
        while (HasRoom && _waiting.First is { } first)
        {
            _waiting.Remove(first);
            _given++;
            first.Value.Grant();
        }
    }

    /// <summary>The credits of one transfer; disposed when none of its pieces is in memory any more.</summary>
    public sealed class Account(CreditLedger ledger, Action granted) : IDisposable
    {
        private int _held;
        private int _granted;
        private bool _closed;

        /// <summary>Takes a credit for one more piece.</summary>
        /// <returns>False when there is none now; then it is told when there is.</returns>
        public bool TryTake()
        {
            lock (ledger._gate)
            {
                if (_granted > 0)
                    _granted--;
                else if (!_closed && (_held == 0 || (ledger.HasRoom && ledger._waiting.Count == 0)))
                    ledger._given++;
                else
                    return Wait();
                _held++;
                return true;
            }
        }

        /// <summary>Gives a credit back: its piece is no longer in memory.</summary>
        public void Release()
        {
            lock (ledger._gate)
            {
                _held--;
                ledger._given--;
                ledger.Serve();
            }
        }

        /// <summary>Gives back what was promised and is not needed.</summary>
        public void Decline()
        {
            lock (ledger._gate)
            {
                ledger._given -= _granted;
                _granted = 0;
                ledger.Serve();
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (ledger._gate)
            {
                _closed = true;
                ledger._waiting.Remove(this);
                ledger._given -= _held + _granted;
                _held = _granted = 0;
                ledger.Serve();
            }
        }

        /// <summary>Promises it a credit; the ledger has counted it.</summary>
        internal void Grant()
        {
            _granted++;
            granted();
        }

        private bool Wait()
        {
            if (!_closed && !ledger._waiting.Contains(this))
                ledger._waiting.AddLast(this);
            return false;
        }
    }
}
