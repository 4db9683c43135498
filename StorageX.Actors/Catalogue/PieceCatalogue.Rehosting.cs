using StorageX.Manifests;

namespace StorageX.Catalogue;

/// <content>What is entered before hosts are told.</content>
internal sealed partial class PieceCatalogue
{
    /// <summary>Enters an upload; this is on the disk when it returns.</summary>
    /// <param name="upload">The upload; its number is given here.</param>
    /// <param name="run">What named its images while they were stored, which goes on to name them.</param>
    /// <returns>The upload with its number.</returns>
    /// <exception cref="TransferException">The catalogue cannot be used.</exception>
    public PastUpload Enter(PastUpload upload, long run) => Require(tables => tables.ThroughToDisk(() => tables.Transact(() =>
    {
        tables.AddUpload(upload, run);
        return tables.Uploads.WithKey(upload.Key)[^1];
    })));

    /// <summary>Has a key lead to the upload of another; this is on the disk when it returns.</summary>
    /// <param name="oldKey">The key.</param>
    /// <param name="newKey">The other.</param>
    /// <exception cref="TransferException">The catalogue cannot be used, or has no upload with the other key.</exception>
    public void Redirect(string oldKey, string newKey)
    {
        var (old, key) = (ShareKey.Parse(oldKey), ShareKey.Parse(newKey).ToString());
        Require(tables => tables.ThroughToDisk(() => tables.Transact(() =>
        {
            var upload = tables.Uploads.WithKey(key) is [.., var last] ? last
                : throw new TransferException(TransferErrorKind.Failed, $"{_path}: the copy could not be entered; its images were stored, and nothing was deleted");
            tables.Redirects.Put(old, upload.Id);
            return upload;
        })));
    }
}
