using StorageX.Backends;
using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>Fetches, or looks for, one image at a time.</summary>
internal sealed class DownloaderActor(TimeSpan timeout) : HostWorkerActor(timeout)
{
    protected override async Task<IReply> PerformAsync(HostJob job, CancellationToken cancel) => job is FetchImage fetch
        ? new ImageFetched(fetch.Seq, await fetch.Backend.DownloadAsync(fetch.Locator, cancel))
        : await LookForAsync((CheckImage)job, cancel);

    // As for a fetch, so that the host is asked again before an image counts as lost.
    private static async Task<IReply> LookForAsync(CheckImage check, CancellationToken cancel) =>
        await CheckAsync(check, cancel) is ImageChecked { Exists: true } found
            ? found
            : throw new BackendException(BackendErrorKind.Lost, "the host has no such image");
}
