using StorageX.Backends;
using StorageX.Manifests;

namespace StorageX.Catalogue;

/// <summary>What one transfer finds lost or wrong on a host leaves the catalogue; and a host that has lost one image is asked for all others again.</summary>
/// <param name="catalogue">The catalogue.</param>
/// <param name="backend">The host.</param>
internal sealed class Distrust(PieceCatalogue catalogue, IImageBackend backend)
{
    private int _doubted;

    /// <summary>Takes what was found; safe to call from many threads.</summary>
    /// <param name="piece">The piece; null for a root manifest, which the catalogue does not know.</param>
    /// <param name="kind">Lost or corrupt; anything else where nobody looked at what the host gave.</param>
    public void Tell(ManifestPiece? piece, TransferErrorKind kind)
    {
        if (piece is not null && Checksum.DigestIn(piece.Checksum) is { } digest)
        {
            if (kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt)
                catalogue.ForgetLost(digest, piece.Key);
            else
                catalogue.Doubt(digest, piece.Key);
        }

        if (kind == TransferErrorKind.Lost && !backend.Properties.ChecksAreCheap && Interlocked.Exchange(ref _doubted, 1) == 0)
            catalogue.Doubt(backend.Properties.Name);
    }
}
