using Microsoft.Extensions.Logging;

namespace StorageX.Host.Daemon.Care;

/// <summary>What the daemon logs of its care; its jobs are logged like all others.</summary>
internal sealed partial class CareLog(ILogger<CareLog> logger)
{
    /// <summary>It cannot be found out what is to be done.</summary>
    [LoggerMessage(1, LogLevel.Error, "the history cannot be cared for: {Reason}; trying again in an hour")]
    public partial void Fails(string reason);
}
