using StorageX.Backends;
using StorageX.Manifests;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX.Downloads;

/// <summary>Where an image is.</summary>
/// <param name="Backend">The host.</param>
/// <param name="Locator">Its locator there.</param>
internal readonly record struct ImagePlace(IImageBackend Backend, string Locator)
{
    /// <summary>The places of an image that may be asked.</summary>
    /// <param name="job">What is done, and whom it may ask.</param>
    /// <param name="key">The image's first locator.</param>
    /// <param name="mirrors">The further ones.</param>
    public static IReadOnlyList<ImagePlace> Of(ReadingJob job, string key, IReadOnlyList<string> mirrors)
    {
        if (mirrors.Count == 0)
            return job.OwnerOf(key) is { } owner ? [new ImagePlace(owner, key)] : [];
        return [.. new[] { key }.Concat(mirrors).Select(locator => (Owner: job.OwnerOf(locator), locator))
            .Where(place => place.Owner is not null).Select(place => new ImagePlace(place.Owner!, place.locator))];
    }

    /// <inheritdoc cref="Of(ReadingJob, string, IReadOnlyList{string})"/>
    public static IReadOnlyList<ImagePlace> Of(ReadingJob job, ManifestPiece piece) => Of(job, piece.Key, piece.Mirrors);
}
