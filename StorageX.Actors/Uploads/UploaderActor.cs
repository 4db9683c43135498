using StorageX.Transfers;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Uploads;

/// <summary>Stores, replaces, looks for, fetches for comparison, or deletes, one image at a time.</summary>
internal sealed class UploaderActor(TimeSpan timeout) : HostWorkerActor(timeout)
{
    protected override async Task<IReply> PerformAsync(HostJob job, CancellationToken cancel) => job switch
    {
        StoreImage store => await StoreAsync(store, cancel),
        ReplaceImage replace => await ReplaceAsync(replace, cancel),
        DeleteImage delete => await DeleteAsync(delete, cancel),
        FetchImage fetch => new ImageFetched(fetch.Seq, await fetch.Backend.DownloadAsync(fetch.Locator, cancel)),
        _ => await CheckAsync((CheckImage)job, cancel),
    };

    private static async Task<IReply> StoreAsync(StoreImage store, CancellationToken cancel)
    {
        var before = store.Run?.Now() ?? 0;
        var stored = await store.Backend.UploadAsync(store.Image.Memory, store.Identity, cancel);
        if (store.Run is { } run)
            await run.KeepAsync(store.Backend.Properties.Name, stored, store.Digest, before, cancel);
        return new ImageStored(store.Seq, stored.Locator);
    }

    private static async Task<IReply> ReplaceAsync(ReplaceImage replace, CancellationToken cancel)
    {
        await replace.Backend.ReplaceAsync(replace.Locator, replace.Image.Memory, cancel);
        return new ImageStored(replace.Seq, replace.Locator);
    }

    private static async Task<IReply> DeleteAsync(DeleteImage delete, CancellationToken cancel)
    {
        await delete.Backend.DeleteAsync(delete.Image, cancel);
        return new ImageDeleted(delete.Seq);
    }
}
