namespace StorageX.Host.Contract;

/// <summary>A share to be made.</summary>
internal sealed record ShareRequest
{
    /// <summary>The file's key; or else a job.</summary>
    public string? Key { get; init; }

    /// <summary>The number of a job that has the file's key.</summary>
    public long? Job { get; init; }

    /// <summary>When the share ends; without it, never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>How many downloads it allows, 1 or more; without it, any number. A download is as many bytes as the file has.</summary>
    public int? MaxDownloads { get; init; }

    /// <summary>The name that the file gets; without it, the one that its uploader gave.</summary>
    public string? Name { get; init; }

    /// <summary>The request without its key.</summary>
    public override string ToString() => $"share of job {Job}";
}

/// <summary>A share that was made. Its URL is told this once.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Url">Whoever has it gets the file.</param>
/// <param name="Share">The share.</param>
/// <param name="Note">Who cannot open the URL, and what to do about it; null where nothing is known against it.</param>
internal sealed record NewShare(long Id, string Url, ShareView Share, string? Note)
{
    /// <summary>The share without its URL.</summary>
    public override string ToString() => $"share {Id}";
}

/// <summary>All shares.</summary>
/// <param name="Shares">The newest first.</param>
internal sealed record ShareList(IReadOnlyList<ShareView> Shares);

/// <summary>A share as the API shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">open, expired, used-up or revoked.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Revoked">When it was revoked.</param>
/// <param name="MaxDownloads">How many downloads it allows; null for any number.</param>
/// <param name="Downloads">How many there were: the bytes given, divided by the file's size, rounded down.</param>
/// <param name="BytesGiven">How many bytes were given.</param>
internal sealed record ShareView(
    long Id, string State, string Name, long Size, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? Revoked, int? MaxDownloads, long Downloads, long BytesGiven);
