namespace StorageX.Catalogue;

/// <summary>A piece that a backend holds already.</summary>
/// <param name="Locator">Where the backend keeps its image.</param>
/// <param name="Secret">What decrypts it, 32 bytes; null when it is not encrypted.</param>
/// <param name="StoredAt">When it was stored, to the millisecond.</param>
/// <param name="CheckedAt">When the backend was last seen to have it, to the millisecond.</param>
internal sealed record StoredPiece(string Locator, byte[]? Secret, DateTimeOffset StoredAt, DateTimeOffset CheckedAt);
