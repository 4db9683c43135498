using StorageX.Manifests;

namespace StorageX;

/// <summary>A piece that cannot be had.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="Kind">Whether it is lost, or there with other bytes.</param>
/// <param name="Message">One line for a person.</param>
public sealed record PieceDefect(ManifestPiece Piece, TransferErrorKind Kind, string Message);
