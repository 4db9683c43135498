using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Uploads;

/// <summary>Stores, looks for, or fetches for comparison, one image at a time.</summary>
internal sealed class UploaderActor(TimeSpan timeout) : HostWorkerActor(timeout)
{
    protected override async Task<IReply> PerformAsync(HostJob job, CancellationToken cancel) => job switch
    {
        StoreImage store => new ImageStored(store.Seq, await store.Backend.UploadAsync(store.Image.Memory, store.Identity, cancel)),
        FetchImage fetch => new ImageFetched(fetch.Seq, await fetch.Backend.DownloadAsync(fetch.Locator, cancel)),
        _ => await CheckAsync((CheckImage)job, cancel),
    };
}
