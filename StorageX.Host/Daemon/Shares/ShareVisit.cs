using StorageX.Host.Daemon.Access;

namespace StorageX.Host.Daemon.Shares;

/// <summary>One request that a share serves. For one caller at a time.</summary>
/// <param name="book">Where it is counted.</param>
/// <param name="live">The share.</param>
/// <param name="reserved">How many bytes it may be given before others may have them.</param>
/// <param name="visitor">Who asks.</param>
internal sealed class ShareVisit(ShareBook book, ShareBook.LiveShare live, long reserved, Visitor visitor) : IDisposable
{
    private const long KeepEvery = 32 << 20;
    private long _reserved = reserved;
    private long _unkept;
    private bool _began;
    private bool _ended;

    /// <summary>The share.</summary>
    public Share Share => live.Share;

    /// <summary>Cancelled when the share is revoked.</summary>
    public CancellationToken Revoked => live.End.Token;

    /// <summary>Counts bytes before they are given. They are on the disk every now and then, and at the end.</summary>
    public void Give(int bytes)
    {
        var counted = Share.Size == 0 && !_began ? 1 : bytes;
        _began = true;
        var released = Math.Min(counted, _reserved);
        book.Give(live, counted, released);
        _reserved -= released;
        _unkept += counted;
        if (_unkept >= KeepEvery)
            Keep();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        book.Give(live, 0, _reserved);
        book.Leave(visitor);
        if (_unkept > 0)
            Keep();
    }

    private void Keep()
    {
        book.Keep(live);
        _unkept = 0;
    }
}
