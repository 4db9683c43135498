namespace StorageX.Host.Daemon.Shares;

/// <summary>One request that a share serves. For one caller at a time.</summary>
/// <param name="book">Where it is counted.</param>
/// <param name="live">The share.</param>
/// <param name="reserved">How many bytes it may be given before others may have them.</param>
internal sealed class ShareVisit(ShareBook book, ShareBook.LiveShare live, long reserved) : IDisposable
{
    private const long KeepEvery = 32 << 20;
    private long _reserved = reserved;
    private long _given;
    private bool _began;
    private bool _ended;

    /// <summary>The share.</summary>
    public Share Share => live.Share;

    /// <summary>Cancelled when the share is revoked.</summary>
    public CancellationToken Revoked => live.End.Token;

    /// <summary>Counts bytes that were given; they are on the disk every now and then, and at the end.</summary>
    public void Give(int bytes)
    {
        _began = true;
        _given += bytes;
        if (_given >= KeepEvery)
            Keep();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        if (_began && live.Share.Size == 0)
            _given = 1;
        Keep(_reserved);
        book.Leave();
    }

    private void Keep(long? release = null)
    {
        var part = release ?? Math.Min(_given, _reserved);
        book.Give(live, _given, part);
        _reserved -= part;
        _given = 0;
    }
}
