using Microsoft.Extensions.Logging;

namespace StorageX.Host.Daemon.Shares;

/// <summary>What the daemon logs of shares: numbers and kinds, never a key or a URL.</summary>
internal sealed partial class ShareLog(ILogger<ShareLog> logger)
{
    /// <summary>A share's file cannot be read.</summary>
    [LoggerMessage(20, LogLevel.Warning, "share {Id}: its file cannot be read: {Kind}")]
    public partial void Unreadable(long id, TransferErrorKind kind);

    /// <summary>What a share has given cannot be put on the disk.</summary>
    [LoggerMessage(21, LogLevel.Warning, "share {Id}: what it has given is not on the disk: {Reason}")]
    public partial void Uncounted(long id, string reason);
}
