using StorageX.Backends;
using StorageX.Catalogue;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Deletion;

/// <summary>The messages of a deletion; see <see cref="StorageX.Transfers.TransferProtocol"/> for their rules.</summary>
internal static class DeleteProtocol
{
    /// <summary>Delete images.</summary>
    /// <param name="Removal">Which.</param>
    /// <param name="HostOf">The host of an image; null where none is configured that has it.</param>
    /// <param name="Backend">The host that progress names.</param>
    /// <param name="Progress">Is told how far it is.</param>
    public sealed record DeleteJob(ImageRemoval Removal, Func<KnownImage, IImageBackend?> HostOf, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : TransferJob(Backend, Progress)
    {
        /// <inheritdoc/>
        public override string Direction => "delete";
    }

    /// <summary>All images were seen.</summary>
    /// <param name="Id">The transfer.</param>
    /// <param name="Deleted">How many are deleted, or would be.</param>
    /// <param name="Undeleted">Those that are not, the first of them.</param>
    /// <param name="UndeletedCount">How many those are.</param>
    public sealed record ImagesDeleted(string Id, int Deleted, IReadOnlyList<UndeletedImage> Undeleted, int UndeletedCount) : TransferOutcome(Id);
}
