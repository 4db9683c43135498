using StorageX.Backends;

namespace StorageX.Catalogue;

/// <summary>What the catalogue knows of pieces in one backend and one format.</summary>
/// <param name="catalogue">The catalogue.</param>
/// <param name="backend">The backend.</param>
/// <param name="variant">The format's name in the catalogue; null for pieces that are not to be found again.</param>
/// <param name="checkAfter">How old knowledge may be before the host is asked whether it still holds.</param>
/// <param name="time">The clock.</param>
/// <param name="run">The upload that asks, so that nobody deletes what it finds; null where nobody deletes.</param>
internal sealed class KnownPieces(PieceCatalogue catalogue, IImageBackend backend, string? variant, TimeSpan checkAfter, TimeProvider time, UploadRun? run = null)
{
    private readonly string _name = backend.Properties.Name;
    private readonly Distrust _distrust = new(catalogue);
    private bool _losesImages;

    /// <summary>The host.</summary>
    public IImageBackend Backend => backend;

    /// <summary>Where a piece with this digest is stored already; null where none is known, or the backend now keeps its images elsewhere.</summary>
    public StoredPiece? Find(ReadOnlySpan<byte> sha256)
    {
        if (variant is null)
            return null;
        if (run is not null)
            return run.Claim(new PieceId(_name, variant, sha256.ToArray()), backend.Owns);
        return catalogue.Find(_name, variant, sha256) is { } stored && backend.Owns(stored.Locator) ? stored : null;
    }

    /// <summary>Whether the host must be asked before a piece is taken as stored.</summary>
    public bool IsDoubtful(StoredPiece piece) => _losesImages || backend.Properties.ChecksAreCheap || time.GetUtcNow() - piece.CheckedAt >= checkAfter;

    /// <summary>Enters a piece that has just been stored.</summary>
    public void Remember(ReadOnlySpan<byte> sha256, int size, string locator, byte[]? secret)
    {
        // Where it could not be entered that this upload names the image, a prune would take it for nobody's.
        if (variant is not null && run is null or { Id: not null })
            catalogue.Remember(_name, variant, sha256, size, locator, secret);
    }

    /// <summary>Enters that the host still has the piece.</summary>
    public void MarkChecked(ReadOnlySpan<byte> sha256)
    {
        if (variant is not null)
            catalogue.MarkChecked(_name, variant, sha256);
    }

    /// <summary>Enters that the host has it no more; from now on it is asked for every other piece.</summary>
    public void Forget(ReadOnlySpan<byte> sha256)
    {
        if (variant is not null)
            catalogue.Forget(_name, variant, sha256);
        _distrust.Tell(backend, null, TransferErrorKind.Lost);
        _losesImages = true;
    }

    /// <summary>Enters that the host is asked for a piece before that counts as stored.</summary>
    public void Doubt(byte[] sha256, string locator) => catalogue.Doubt(sha256, locator);

    /// <summary>Enters that what the host gave as a locator is none.</summary>
    public void ForgetLocator(string locator) => catalogue.ForgetLocator(_name, locator);
}
