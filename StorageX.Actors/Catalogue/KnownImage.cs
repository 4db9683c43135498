using StorageX.Backends;

namespace StorageX.Catalogue;

/// <summary>An image that the catalogue knows.</summary>
/// <param name="Id">Its <see cref="ImageId"/>.</param>
/// <param name="Backend">The backend that stored it.</param>
/// <param name="Stored">Where it is, and what deletes it.</param>
/// <param name="Digest">SHA-256 of the piece that it carries; null where it carries none that could be found stored already.</param>
internal sealed record KnownImage(long Id, string Backend, StoredImage Stored, byte[]? Digest);
