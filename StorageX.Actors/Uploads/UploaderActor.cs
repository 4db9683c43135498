using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Uploads;

/// <summary>Stores, or looks for, one image at a time.</summary>
internal sealed class UploaderActor(TimeSpan timeout) : HostWorkerActor(timeout)
{
    protected override async Task<IReply> PerformAsync(HostJob job, CancellationToken cancel) => job is StoreImage store
        ? new ImageStored(store.Seq, await store.Backend.UploadAsync(store.Image.Memory, store.Identity, cancel))
        : await CheckAsync((CheckImage)job, cancel);
}
