using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>Fetches one image at a time.</summary>
internal sealed class DownloaderActor(TimeSpan timeout) : HostWorkerActor(timeout)
{
    protected override async Task<IReply> PerformAsync(HostJob job, CancellationToken cancel)
    {
        var fetch = (FetchImage)job;
        return new ImageFetched(fetch.Seq, await fetch.Backend.DownloadAsync(fetch.Locator, cancel));
    }
}
