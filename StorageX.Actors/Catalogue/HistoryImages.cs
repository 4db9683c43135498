using StorageX.Backends;

namespace StorageX.Catalogue;

/// <summary>What the catalogue must know before anything is deleted: which uploads are under way, and which images each of the others names.</summary>
/// <param name="catalogue">The catalogue.</param>
/// <param name="mark">This process.</param>
/// <param name="time">The clock.</param>
internal sealed class HistoryImages(PieceCatalogue catalogue, ProcessMark mark, TimeProvider time)
{
    private const int MostPieces = 1000;

    // An older storagex may have the file open still, and does not tell what it is uploading.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>The uploads with a key.</summary>
    /// <exception cref="TransferException">The catalogue cannot be used.</exception>
    public IReadOnlyList<PastUpload> WithKey(string key) => catalogue.Require(tables => tables.Uploads.WithKey(key));

    /// <summary>The uploads of that number: one, or none.</summary>
    /// <inheritdoc cref="WithKey" path="/exception"/>
    public IReadOnlyList<PastUpload> Find(long id) => catalogue.Require(tables => tables.Uploads.Find(id) is { } upload ? new List<PastUpload> { upload } : []);

    /// <summary>The forgotten uploads whose root is there.</summary>
    /// <inheritdoc cref="WithKey" path="/exception"/>
    public IReadOnlyList<long> Forgotten(string root) => catalogue.Require(tables => tables.Runs.Forgotten(ImageId.Of(root)));

    /// <summary>The uploads of which it is not known which images they name.</summary>
    /// <inheritdoc cref="WithKey" path="/exception"/>
    public IReadOnlyList<PastUpload> Untraced() => catalogue.Require(tables => tables.Uploads.Untraced(int.MaxValue));

    /// <summary>Ends uploads and deletions whose process has ended without a word.</summary>
    /// <inheritdoc cref="WithKey" path="/exception"/>
    public void EndDead() => catalogue.Require(tables => tables.Transact(() =>
    {
        var runs = tables.Runs.List().ToLookup(run => mark.IsAlive(run.Owner) ?? (time.GetUtcNow() - run.Started < ProcessMark.Patience));
        foreach (var run in runs[false])
            tables.Runs.End(run.Id);
        foreach (var (image, owner) in tables.Deletions.Open().Where(open => mark.IsAlive(open.Owner) != true))
            tables.Deletions.Put(image, owner, done: true);
        if (!runs[true].Any())
            tables.Deletions.Tidy();
        return tables;
    }));

    /// <summary>Enters the images of all pieces that were stored before images were.</summary>
    /// <inheritdoc cref="WithKey" path="/exception"/>
    public void EnterPieces()
    {
        var newest = time.GetUtcNow() - Grace;
        for (PieceEntry? last = new(new PieceId("", "", []), "", default); last is { } from;)
        {
            last = catalogue.Require(tables => tables.Transact(() =>
            {
                var pieces = tables.Pieces.After(from.Piece, MostPieces);
                foreach (var piece in pieces.Where(piece => piece.StoredAt < newest && !tables.Images.Has(ImageId.Of(piece.Locator))))
                    tables.Images.Enter(piece.Piece.Backend, new StoredImage(piece.Locator), piece.Piece.Digest);
                return pieces;
            })).LastOrDefault();
        }
    }

    /// <summary>Enters which images an upload names: all of them, or none.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="images">The images, with the digest of the piece that one carries.</param>
    /// <inheritdoc cref="WithKey" path="/exception"/>
    public void Trace(PastUpload upload, IEnumerable<(string Locator, byte[]? Digest)> images)
    {
        var run = catalogue.Require(tables => Boxed.Of(tables.Runs.Begin(mark.Name, time.GetUtcNow()))).Value;
        foreach (var some in images.Chunk(MostPieces))
        {
            catalogue.Require(tables => tables.Transact(() =>
            {
                foreach (var (locator, digest) in some)
                {
                    tables.Images.Enter(upload.Backend, new StoredImage(locator), digest);
                    tables.Images.Use(run, ImageId.Of(locator));
                }

                return tables;
            }));
        }

        catalogue.Require(tables => tables.Transact(() =>
        {
            tables.Uploads.Trace(upload.Id, run);
            tables.Runs.End(run);
            return tables;
        }));
    }
}
