using StorageX.Manifests;

namespace StorageX.Catalogue;

/// <content>What is entered before hosts are told.</content>
internal sealed partial class PieceCatalogue
{
    /// <summary>Enters an upload; this is on the disk when it returns.</summary>
    /// <param name="upload">The upload; its number, and when it ended, are given here.</param>
    /// <param name="run">What named its images while they were stored, which goes on to name them.</param>
    /// <param name="old">A key that leads to it from now on, as do those that led to that one's uploads; null for none.</param>
    /// <returns>The upload with its number.</returns>
    /// <exception cref="TransferException">The catalogue cannot be used.</exception>
    public PastUpload Enter(PastUpload upload, long run, ShareKey? old = null) => Require(tables => tables.ThroughToDisk(() => tables.Transact(() =>
    {
        tables.AddUpload(upload with { FinishedAt = _time.GetUtcNow() }, run);
        var entered = tables.Uploads.WithKey(upload.Key)[^1];
        if (old is not null)
        {
            foreach (var before in tables.Uploads.WithKey(old.ToString()))
                tables.Redirects.Follow(before.Id, entered.Id);
            tables.Redirects.Put(old, entered.Id);
        }

        return entered;
    })));
}
