namespace StorageX.Catalogue;

/// <summary>What a piece is found by.</summary>
/// <param name="Backend">The backend's name.</param>
/// <param name="Variant">Format, geometry and whatever else makes two images of the same bytes differ.</param>
/// <param name="Digest">SHA-256 of the raw piece.</param>
internal readonly record struct PieceId(string Backend, string Variant, byte[] Digest);

/// <summary>Where a piece is stored, and since when.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="Locator">Where its image is.</param>
/// <param name="StoredAt">When it was stored.</param>
internal sealed record PieceEntry(PieceId Piece, string Locator, DateTimeOffset StoredAt);
