using StorageX.Backends;
using StorageX.Manifests;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Examining;

/// <summary>The messages of a look at a file's images; see <see cref="StorageX.Transfers.TransferProtocol"/> for their rules.</summary>
internal static class HealthProtocol
{
    /// <summary>Look at every image of a file.</summary>
    /// <param name="Key">The file's key.</param>
    /// <param name="Trail">The manifests that it leads to.</param>
    /// <param name="Tally">Is told what became of each image.</param>
    /// <param name="Backend">The host of the root.</param>
    /// <param name="Progress">Is told how far it is.</param>
    public sealed record HealthJob(ShareKey Key, ManifestTrail Trail, HealthTally Tally, IImageBackend Backend, IProgress<TransferProgress>? Progress)
        : ReadingJob(Backend, Progress)
    {
        /// <summary>Is told what became of each image, beside the tally; null where nobody asks.</summary>
        public Action<SetImage, ImageFate>? Found { get; init; }

        /// <summary>Whether the hosts are only asked whether each image exists.</summary>
        public bool ExistenceOnly { get; init; }
    }
}
