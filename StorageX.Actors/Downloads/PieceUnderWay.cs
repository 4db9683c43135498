using StorageX.Manifests;

namespace StorageX.Downloads;

/// <summary>A piece, or the root manifest (without a piece), between being asked for and being decoded.</summary>
/// <param name="piece">What the manifest says of it.</param>
/// <param name="locator">Where its image is.</param>
internal sealed class PieceUnderWay(ManifestPiece? piece, string locator)
{
    private int _failures;

    /// <summary>What the manifest says of it; null for the root manifest.</summary>
    public ManifestPiece? Piece => piece;

    /// <summary>Where its image is.</summary>
    public string Locator => locator;

    /// <summary>
    /// Counts an image that does not carry the piece. It may have been altered on its way, so it is fetched again before
    /// that counts: answers null until no try is left, then the error.
    /// </summary>
    /// <param name="part">The piece's name for a person.</param>
    /// <param name="attempts">How often it may be fetched.</param>
    /// <param name="kind">What kind of error it is.</param>
    /// <param name="defect">What is wrong with the image.</param>
    /// <param name="cause">The exception under it, if any.</param>
    public TransferException? Unfit(string part, int attempts, TransferErrorKind kind, string defect, Exception? cause)
    {
        return ++_failures < attempts ? null : new TransferException(kind, $"{part} ({locator}) is not what it should be: {defect}", cause);
    }
}
