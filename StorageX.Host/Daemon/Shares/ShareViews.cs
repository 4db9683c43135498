using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Shares;

/// <summary>What the API shows of shares.</summary>
internal static class ShareViews
{
    /// <summary>A share as it is in a state.</summary>
    public static ShareView Of(Share share, ShareState state) => new(
        share.Id, Word(state), share.Name, share.Size, share.Created, share.Expires, share.Revoked, share.MaxDownloads, share.Downloads, share.Served);

    /// <summary>The word for a state.</summary>
    public static string Word(ShareState state) => state switch
    {
        ShareState.Open => "open",
        ShareState.Expired => "expired",
        ShareState.UsedUp => "used-up",
        _ => "revoked",
    };
}
