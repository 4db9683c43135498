using System.Diagnostics.CodeAnalysis;
using StorageX.Catalogue.Sqlite;
using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Shares;

/// <summary>All shares, and who is being served. What changes is on the disk before anyone sees it. Any number may ask at once.</summary>
internal sealed class ShareBook : IDisposable
{
    /// <summary>How many shares there can be.</summary>
    public const int Most = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    private readonly Lock _gate = new();
    private readonly ShareStore _store;
    private readonly TimeProvider _time;
    private readonly SharePlaces _places;
    private readonly ShareLog _log;
    private readonly Dictionary<string, LiveShare> _byHash = [];
    private readonly SortedDictionary<long, LiveShare> _byId = [];
    private long _last;

    /// <param name="store">The shares on the disk; disposed with this.</param>
    /// <param name="time">The clock.</param>
    /// <param name="places">How many requests are served at once, over all shares.</param>
    /// <param name="log">Is told what the disk does not take.</param>
    public ShareBook(ShareStore store, TimeProvider time, SharePlaces places, ShareLog log)
    {
        (_store, _time, _places, _log, _last) = (store, time, places, log, store.Last);
        foreach (var share in store.All())
            Show(new LiveShare(share));
    }

    /// <summary>How many requests are served now.</summary>
    public int Streams
    {
        get
        {
            lock (_gate)
                return _places.Taken;
        }
    }

    /// <summary>How many bytes were given since the daemon began.</summary>
    public long ServedBytes { get; private set; }

    /// <summary>All shares as they are now, the newest first.</summary>
    public IReadOnlyList<Share> All
    {
        get
        {
            lock (_gate)
                return [.. _byId.Values.Reverse().Select(live => live.Share)];
        }
    }

    /// <summary>Makes a share.</summary>
    /// <param name="key">The file's key.</param>
    /// <param name="make">The share, given its number and the time; what is secret in it is filled in here.</param>
    /// <param name="made">The share and its token, which only its URL will know.</param>
    /// <returns>Whether there is room for one more.</returns>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public bool TryAdd(string key, Func<long, DateTimeOffset, Share> make, [NotNullWhen(true)] out (Share Share, ShareToken Token)? made)
    {
        lock (_gate)
        {
            made = null;
            var now = _time.GetUtcNow();
            Forget(now - Remembered);
            if (_byId.Count >= Most)
                return false;
            var token = ShareToken.New();
            var share = make(_last + 1, now) with { TokenHash = token.Hash, SealedKey = token.Seal(key) };
            _store.Put(share);
            _last = share.Id;
            Show(new LiveShare(share));
            made = (share, token);
            return true;
        }
    }

    /// <summary>The share that a token opens; null if there is none.</summary>
    public Share? Find(ShareToken token)
    {
        lock (_gate)
            return _byHash.TryGetValue(Convert.ToHexString(token.Hash), out var live) ? live.Share : null;
    }

    /// <summary>Revokes a share: its URL and its running downloads end at once.</summary>
    /// <returns>Whether there is such a share.</returns>
    /// <exception cref="SqliteException">That cannot be written; nothing has changed.</exception>
    public bool Revoke(long id)
    {
        LiveShare? live;
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out live))
                return false;
            if (live.Share.Revoked is not null)
                return true;
            var revoked = live.Share with { Revoked = _time.GetUtcNow(), SealedKey = null };
            _store.Put(revoked);
            live.Share = revoked;
        }

        live.End.Cancel();
        return true;
    }

    /// <summary>
    /// Begins to serve a request, when it is known what will be sent. Bytes that others are still being served count as given until
    /// their request has ended, so that requests at once cannot get more than the share allows.
    /// </summary>
    /// <param name="id">The share.</param>
    /// <param name="bytes">How many bytes the answer has.</param>
    /// <param name="visitor">Who asks.</param>
    /// <returns>The visit, disposed when the request has ended.</returns>
    /// <exception cref="ShareRefusedException">It must wait, or the share gives nothing.</exception>
    public ShareVisit Begin(long id, long bytes, Visitor visitor)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var live) || live.Share.StateAt(_time.GetUtcNow()) != ShareState.Open)
                throw new ShareRefusedException(ShareRefusal.Ended);
            if (_places.Refusal(visitor) is { } refusal)
                throw new ShareRefusedException(refusal);
            if (live.Share.DownloadsWith(live.Reserved) >= (live.Share.MaxDownloads ?? long.MaxValue))
                throw new ShareRefusedException(ShareRefusal.AllGiven);
            // A download of an empty file counts as one byte.
            var reserved = live.Share.Size == 0 ? 1 : bytes;
            _places.Take(visitor);
            live.Reserved += reserved;
            return new ShareVisit(this, live, reserved, visitor);
        }
    }

    /// <summary>Counts bytes that a visit is given.</summary>
    /// <param name="live">The share.</param>
    /// <param name="bytes">How many count.</param>
    /// <param name="released">How many are no longer reserved for the visit.</param>
    internal void Give(LiveShare live, long bytes, long released)
    {
        lock (_gate)
        {
            live.Reserved -= released;
            live.Share = live.Share with { Served = live.Share.Served + bytes };
            ServedBytes += bytes;
        }
    }

    /// <summary>Puts on the disk what a share has given. Where the disk does not take it, it is counted here all the same, and put there the next time.</summary>
    internal void Keep(LiveShare live)
    {
        lock (_gate)
        {
            try
            {
                _store.PutServed(live.Share);
            }
            catch (SqliteException error)
            {
                _log.Uncounted(live.Share.Id, error.Message);
            }
        }
    }

    /// <summary>A visit has ended.</summary>
    internal void Leave(Visitor visitor)
    {
        lock (_gate)
            _places.Leave(visitor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _store.Dispose();
    }

    private void Show(LiveShare live)
    {
        _byHash[Convert.ToHexString(live.Share.TokenHash)] = live;
        _byId[live.Share.Id] = live;
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (var share in _byId.Values.Select(live => live.Share).Where(share => (share.Revoked ?? share.Expires) < before).ToList())
        {
            _store.Remove(share.Id);
            _byId.Remove(share.Id);
            _byHash.Remove(Convert.ToHexString(share.TokenHash));
        }
    }

    /// <summary>A share and what it is giving.</summary>
    internal sealed class LiveShare(Share share)
    {
        public Share Share { get; set; } = share;

        public long Reserved { get; set; }

        public CancellationTokenSource End { get; } = new();
    }
}
