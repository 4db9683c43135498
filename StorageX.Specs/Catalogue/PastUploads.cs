using StorageX.Catalogue;

namespace StorageX.Specs.Catalogue;

/// <summary>Uploads that specs enter.</summary>
internal static class PastUploads
{
    public static void RememberUpload(this PieceCatalogue catalogue, string name, long size, string backend, string key, int format, int pieces, long? run = null) =>
        catalogue.RememberUpload(new PastUpload(0, name, size, backend, key, format, pieces, default), run);
}
