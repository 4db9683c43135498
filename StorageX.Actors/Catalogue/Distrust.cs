using System.Collections.Concurrent;
using StorageX.Backends;
using StorageX.Manifests;

namespace StorageX.Catalogue;

/// <summary>What one transfer finds lost or wrong leaves the catalogue; and a host that has lost one image is asked for all others again.</summary>
/// <param name="catalogue">The catalogue.</param>
internal sealed class Distrust(PieceCatalogue catalogue)
{
    private readonly ConcurrentDictionary<IImageBackend, bool> _doubted = new();

    /// <summary>Takes what was found; safe to call from many threads.</summary>
    /// <param name="backend">The host.</param>
    /// <param name="piece">The piece, under the locator that it has there; null for a root manifest, which the catalogue does not know.</param>
    /// <param name="kind">Lost or corrupt; anything else where nobody looked at what the host gave.</param>
    public void Tell(IImageBackend backend, ManifestPiece? piece, TransferErrorKind kind)
    {
        if (piece is not null && Checksum.DigestIn(piece.Checksum) is { } digest)
        {
            if (kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt)
                catalogue.ForgetLost(digest, piece.Key);
            else
                catalogue.Doubt(digest, piece.Key);
        }

        if (kind == TransferErrorKind.Lost && !backend.Properties.ChecksAreCheap && _doubted.TryAdd(backend, true))
            catalogue.Doubt(backend.Properties.Name);
    }
}
