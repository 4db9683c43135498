using StorageX.Backends;
using StorageX.Manifests;

namespace StorageX.Transfers;

/// <summary>Tells a host's failure as the end of a transfer.</summary>
internal static class HostFailure
{
    /// <summary>The error where a manifest names an image elsewhere.</summary>
    public static TransferException Foreign(ManifestPiece piece) =>
        new(TransferErrorKind.Corrupt, $"piece {piece.Seq}: the manifest names {piece.Key}, which is on no host of the key's, and on none that is configured");

    /// <summary>The transfer's error: which part it met, the host's words, and what to do.</summary>
    /// <param name="part">The part of the transfer, for example "piece 3".</param>
    /// <param name="error">What the backend said.</param>
    public static TransferException Describe(string part, BackendException error) => error.Kind switch
    {
        BackendErrorKind.Lost => new(TransferErrorKind.Lost, $"{part} is lost: {error.Message}", error),
        BackendErrorKind.Corrupt => new(TransferErrorKind.Corrupt, $"{part} came back damaged: {error.Message}", error),
        BackendErrorKind.Unauthorised => new(TransferErrorKind.Refused, $"{part}: the host refuses access: {error.Message}; check its credentials or permissions", error),
        BackendErrorKind.Rejected => new(TransferErrorKind.Refused, $"{part}: the host refuses the image: {error.Message}", error),
        _ => new(TransferErrorKind.Refused, $"{part}: the host failed at every try: {error.Message}; run the same command again later", error),
    };
}
