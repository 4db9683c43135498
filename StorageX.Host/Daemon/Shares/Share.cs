namespace StorageX.Host.Daemon.Shares;

/// <summary>A file that whoever has a URL can get, as it is kept. The URL's token is not in it, and without the token the file's key cannot be read.</summary>
internal sealed record Share
{
    /// <summary>Its number, from 1; never given again.</summary>
    public required long Id { get; init; }

    /// <summary>SHA-256 of the URL's token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The file's key, sealed with the token; null once it is revoked.</summary>
    public required byte[]? SealedKey { get; init; }

    /// <summary>The name that the file gets.</summary>
    public required string Name { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When the file was uploaded, if its manifest says so.</summary>
    public DateTimeOffset? FileCreated { get; init; }

    /// <summary>When the share was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>How many downloads it allows; null for any number.</summary>
    public int? MaxDownloads { get; init; }

    /// <summary>How many bytes of the file it has given; a download of an empty file counts as one.</summary>
    public long Served { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>
    /// How many downloads that makes: one for every file's size of bytes. So a download that is cut off and resumed counts once, and a
    /// player that fetches parts counts by what it fetched.
    /// </summary>
    public long Downloads => DownloadsWith(0);

    /// <summary>Whether it still gives its file.</summary>
    public ShareState StateAt(DateTimeOffset now) => this switch
    {
        { Revoked: not null } => ShareState.Revoked,
        { Expires: { } end } when end <= now => ShareState.Expired,
        { MaxDownloads: { } most } when Downloads >= most => ShareState.UsedUp,
        _ => ShareState.Open,
    };

    /// <summary>How many downloads it makes when so many bytes more are given.</summary>
    public long DownloadsWith(long bytes) => (Served + bytes) / Math.Max(1, Size);
}

/// <summary>Whether a share gives its file.</summary>
internal enum ShareState
{
    /// <summary>It does.</summary>
    Open,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It has given as many downloads as it allows.</summary>
    UsedUp,

    /// <summary>Somebody ended it.</summary>
    Revoked,
}
