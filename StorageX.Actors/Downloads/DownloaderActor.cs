using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>Fetches, or looks for, one image at a time.</summary>
internal sealed class DownloaderActor(TimeSpan timeout) : HostWorkerActor(timeout)
{
    protected override async Task<IReply> PerformAsync(HostJob job, CancellationToken cancel) => job is FetchImage fetch
        ? new ImageFetched(fetch.Seq, await fetch.Backend.DownloadAsync(fetch.Locator, cancel))
        : await CheckAsync((CheckImage)job, cancel);
}
